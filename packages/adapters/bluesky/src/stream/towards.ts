import { asArray, asString } from '@tutti/adapter-kit'
import { collections } from '../protocol/collections.ts'
import { membersOf, type Raw } from '../read/members-of.ts'
import type { RecordEvent } from './record-event.ts'

/** What a record does towards an account, in the words of Bluesky's notifications. */
export interface Towards {
  readonly reason: string
  /** The account's own post that it is about. */
  readonly subject?: string | undefined
}

/** The collections in which something can be towards an account. */
export const towardsCollections = [collections.post, collections.like, collections.repost, collections.follow]

/** `undefined` for what is not towards the account, and for the account's own doings. */
export function readTowards({ did, collection, action, record }: RecordEvent, ownDid: string): Towards | undefined {
  if (action !== 'create' || record === undefined || did === ownDid) return undefined
  const isOwn = (uri: string | undefined) => uri?.startsWith(`at://${ownDid}/`) ?? false
  switch (collection) {
    case collections.follow:
      return record.subject === ownDid ? { reason: 'follow' } : undefined
    case collections.like:
      return readSubject(record, 'like', isOwn)
    case collections.repost:
      return readSubject(record, 'repost', isOwn)
    case collections.post:
      return readPost(record, ownDid, isOwn)
    default:
      return undefined
  }
}

type IsOwn = (uri: string | undefined) => boolean
const uriOf = (value: unknown) => asString(membersOf(value).uri)

function readSubject(record: Raw, reason: 'like' | 'repost', isOwn: IsOwn): Towards | undefined {
  const subject = uriOf(record.subject)
  if (isOwn(subject)) return { reason, subject }
  return isOwn(uriOf(record.via)) ? { reason: `${reason}-via-repost`, subject } : undefined
}

function readPost(record: Raw, ownDid: string, isOwn: IsOwn): Towards | undefined {
  const { parent, root } = membersOf(record.reply)
  const answered = [uriOf(parent), uriOf(root)].find(isOwn)
  if (answered !== undefined) return { reason: 'reply', subject: answered }
  const { $type, record: quoted } = membersOf(record.embed)
  const quote = uriOf($type === 'app.bsky.embed.recordWithMedia' ? membersOf(quoted).record : quoted)
  if (isOwn(quote)) return { reason: 'quote', subject: quote }
  return mentions(record, ownDid) ? { reason: 'mention' } : undefined
}

function mentions(record: Raw, did: string): boolean {
  const features = asArray(record.facets).flatMap((facet) => asArray(membersOf(facet).features))
  return features.some((feature) => membersOf(feature).did === did)
}
