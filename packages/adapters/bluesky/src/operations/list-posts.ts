import type { OperationContext, Page, PageInput, ProfileRef, PublishedPost } from '@tutti/model'
import { unwrapCursor } from '../protocol/cursor.ts'
import { ownDid } from '../protocol/own-did.ts'
import { clampLimit } from '../protocol/page-limit.ts'
import { query } from '../protocol/xrpc.ts'
import { readPage } from '../read/page.ts'
import { readFeedItem } from '../read/post.ts'

/** Posts, replies and reposts of one profile, newest first. The AppView may lack the last seconds. */
export async function listPosts(
  { profile, cursor, limit }: PageInput & { readonly profile?: ProfileRef | undefined },
  context: OperationContext,
): Promise<Page<PublishedPost>> {
  const actor = profile?.id ?? (await ownDid(context))
  const answer = await query(context, 'app.bsky.feed.getAuthorFeed', {
    actor,
    cursor: unwrapCursor('posts', cursor),
    limit: clampLimit(limit),
  })
  return readPage(answer.body, 'feed', 'posts', (raw) => readFeedItem(raw, context))
}
