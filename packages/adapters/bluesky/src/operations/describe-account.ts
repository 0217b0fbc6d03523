import { asNumber, asString, requireString } from '@tutti/adapter-kit'
import type { AccountDescription, OperationContext, OperationName } from '@tutti/model'
import { guarantees, limits, maxImageBytes, maxThumbBytes, maxVideoBytes } from '../limits.ts'
import { orUndefined, query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { requireProfile } from '../read/profile.ts'

/** What the account's server says about itself and the account. */
export async function describeAccount(
  operations: readonly OperationName[],
  context: OperationContext,
): Promise<AccountDescription> {
  const session = membersOf((await query(context, 'com.atproto.server.getSession')).body)
  const server = membersOf((await query(context, 'com.atproto.server.describeServer')).body)
  const did = requireString(session.did, 'did')
  const handle = asString(session.handle) ?? did
  // An AppView may not know a new account yet: then its server's word is all there is.
  const profile = await orUndefined(query(context, 'app.bsky.actor.getProfile', { actor: did }))
  const blobUploadLimit = asNumber(server.blobUploadLimit)
  const url = asString(context.account.facts.pds) ?? asString(context.account.facts.service)
  return {
    profile: requireProfile(profile?.body ?? { did, handle }, context),
    server: url === undefined ? undefined : { url, software: 'atproto-pds' },
    limits: blobUploadLimit === undefined ? limits : limitMedia(blobUploadLimit),
    guarantees,
    operations: context.account.facts.canMessage === false ? operations.filter(isNoMessaging) : operations,
    facts: { did, handle, blobUploadLimit },
  }
}

/** Told by the session: an app password may have been made without access to messages. */
const isNoMessaging = (name: OperationName) => !messaging.includes(name)
const messaging: readonly OperationName[] = ['listConversations', 'listMessages', 'sendMessage']

/** Also a video from the video service ends up on the account's server. */
function limitMedia(maxBytes: number): AccountDescription['limits'] {
  const { image, video } = limits.media
  const { linkCard } = limits
  return {
    ...limits,
    linkCard: { ...linkCard, image: { ...linkCard.image, maxBytes: Math.min(maxThumbBytes, maxBytes) } },
    media: {
      image: { ...image, maxBytes: Math.min(maxImageBytes, maxBytes) },
      video: { ...video, maxBytes: Math.min(maxVideoBytes, maxBytes) },
    },
  }
}
