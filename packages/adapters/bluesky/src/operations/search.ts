import type { OperationContext, Page, PageInput, Profile, PublishedPost } from '@tutti/model'
import { unwrapCursor } from '../protocol/cursor.ts'
import { clampLimit } from '../protocol/page-limit.ts'
import { query } from '../protocol/xrpc.ts'
import { readPage } from '../read/page.ts'
import { readPostView } from '../read/post.ts'
import { readProfile } from '../read/profile.ts'

/** Posts that match, newest first. The query is in the platform's own language: words, `from:`, `lang:`, `"phrases"`. */
export async function searchPosts(
  input: PageInput & { readonly query: string },
  context: OperationContext,
): Promise<Page<PublishedPost>> {
  const answer = await query(context, 'app.bsky.feed.searchPosts', {
    q: input.query,
    sort: 'latest',
    cursor: unwrapCursor('found posts', input.cursor),
    limit: clampLimit(input.limit),
  })
  return readPage(answer.body, 'posts', 'found posts', (raw) => readPostView(raw, context))
}

/** Profiles whose handle, name or description match. */
export async function searchProfiles(
  input: PageInput & { readonly query: string },
  context: OperationContext,
): Promise<Page<Profile>> {
  const answer = await query(context, 'app.bsky.actor.searchActors', {
    q: input.query,
    cursor: unwrapCursor('found profiles', input.cursor),
    limit: clampLimit(input.limit),
  })
  return readPage(answer.body, 'actors', 'found profiles', (raw) => readProfile(raw, context))
}
