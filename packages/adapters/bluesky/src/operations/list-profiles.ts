import type { OperationContext, Page, PageInput, Profile, ProfileRef } from '@tutti/model'
import { type ListName, unwrapCursor } from '../protocol/cursor.ts'
import { ownDid } from '../protocol/own-did.ts'
import { clampLimit } from '../protocol/page-limit.ts'
import { query } from '../protocol/xrpc.ts'
import { readPage } from '../read/page.ts'
import { readProfile } from '../read/profile.ts'

/** Who follows a profile, the account's own when absent. The AppView may lack the last seconds. */
export function listFollowers(
  input: PageInput & { readonly profile?: ProfileRef | undefined },
  context: OperationContext,
): Promise<Page<Profile>> {
  return listProfiles('app.bsky.graph.getFollowers', 'followers', 'followers', input, context)
}

/** Whom a profile follows, the account's own when absent. The AppView may lack the last seconds. */
export function listFollowing(
  input: PageInput & { readonly profile?: ProfileRef | undefined },
  context: OperationContext,
): Promise<Page<Profile>> {
  return listProfiles('app.bsky.graph.getFollows', 'follows', 'following', input, context)
}

async function listProfiles(
  method: string,
  member: string,
  list: ListName,
  { profile, cursor, limit }: PageInput & { readonly profile?: ProfileRef | undefined },
  context: OperationContext,
): Promise<Page<Profile>> {
  const answer = await query(context, method, {
    actor: profile?.id ?? (await ownDid(context)),
    cursor: unwrapCursor(list, cursor),
    limit: clampLimit(limit),
  })
  return readPage(answer.body, member, list, (raw) => readProfile(raw, context))
}
