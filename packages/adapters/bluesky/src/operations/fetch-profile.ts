import type { OperationContext, Profile, ProfileRef } from '@tutti/model'
import { ownDid } from '../protocol/own-did.ts'
import { query } from '../protocol/xrpc.ts'
import { requireProfile } from '../read/profile.ts'

/** One profile with its counts. @throws RejectedError `not-found` */
export async function fetchProfile(
  { profile, handle }: { readonly profile?: ProfileRef | undefined; readonly handle?: string | undefined },
  context: OperationContext,
): Promise<Profile> {
  const actor = profile?.id ?? handle?.replace(/^@/, '') ?? (await ownDid(context))
  const answer = await query(context, 'app.bsky.actor.getProfile', { actor })
  return requireProfile(answer.body, context)
}
