import { asInstantMs, asString } from '@tutti/adapter-kit'
import type { Interaction, InteractionKind, InteractionState, PostRef, RawEnum } from '@tutti/model'
import { parseAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { readMedia } from './media.ts'
import { membersOf, type Raw } from './members-of.ts'
import { readProfile } from './profile.ts'
import { readRecordText } from './record-text.ts'
import { interactionRef, postRef, readStrongRef, repliedTo } from './ref.ts'
import type { ReadingContext } from './web-address.ts'

/** The notifications of Bluesky by the words of Tutti; a reply is a `comment` when it answers the root itself. */
const kindsByReason: ReadonlyMap<string, InteractionKind> = new Map([
  ['like', 'reaction'],
  ['like-via-repost', 'reaction'],
  ['repost', 'repost'],
  ['repost-via-repost', 'repost'],
  ['follow', 'follow'],
  ['mention', 'mention'],
  ['reply', 'comment'],
  ['quote', 'quote'],
])

/** The reasons to ask the platform for when only some kinds are wanted. */
export function reasonsOf(kinds: readonly InteractionKind[]): readonly string[] {
  const wanted: ReadonlySet<InteractionKind> = new Set(kinds.map((kind) => (kind === 'reply' ? 'comment' : kind)))
  return [...kindsByReason].flatMap(([reason, kind]) => (wanted.has(kind) ? [reason] : []))
}

/** Reads one notification; `undefined` when it names nothing. */
export function readNotification(value: unknown, context: ReadingContext): Interaction | undefined {
  const raw = membersOf(value)
  const uri = asString(raw.uri)
  const reason = asString(raw.reason)
  const author = readProfile(raw.author, context)
  const record = membersOf(raw.record)
  const createdAt = asInstantMs(record.createdAt) ?? asInstantMs(raw.indexedAt)
  if (!uri || !reason || !author || createdAt === undefined) return undefined
  const parent = repliedTo(record, 'parent', context)
  const root = repliedTo(record, 'root', context)
  const subject = readSubject(raw, record, context)
  return {
    ref: interactionRef(uri, context, asString(raw.cid), record),
    kind: kindOf(reason, parent?.id !== root?.id),
    channel: context.channel,
    author,
    // A quote may itself be a reply elsewhere: it is about what it quotes.
    post: reason === 'quote' ? subject : (root ?? subject),
    parent,
    text: readRecordText(record),
    media: readMedia(record.embed),
    createdAt,
    state: 'visible',
    raw: value,
  }
}

/**
 * The post that was liked, reposted or quoted. What came about through somebody's repost has that
 * for its `reasonSubject`, and the post in its record.
 */
function readSubject(raw: Raw, record: Raw, context: ReadingContext): PostRef | undefined {
  const named = readStrongRef(record.subject)
  const uri = named?.uri ?? asString(raw.reasonSubject) ?? ''
  return parseAtUri(uri)?.collection === collections.post ? postRef(uri, context, named?.cid) : undefined
}

/** Reads a reply as the AppView shows it in a thread; `undefined` when it is not shown. */
export function readReply(value: unknown, context: ReadingContext, isHidden: boolean): Interaction | undefined {
  const raw = membersOf(value)
  const uri = asString(raw.uri)
  const cid = asString(raw.cid)
  const author = readProfile(raw.author, context)
  const record = membersOf(raw.record)
  const createdAt = asInstantMs(record.createdAt) ?? asInstantMs(raw.indexedAt)
  if (!uri || !cid || !author || createdAt === undefined) return undefined
  const parent = repliedTo(record, 'parent', context)
  const root = repliedTo(record, 'root', context)
  const state: InteractionState = isHidden ? 'hidden' : 'visible'
  return {
    ref: interactionRef(uri, context, cid, record),
    kind: kindOf('reply', parent?.id !== root?.id),
    channel: context.channel,
    author,
    post: root,
    parent,
    text: readRecordText(record),
    media: readMedia(raw.embed),
    createdAt,
    state,
    raw: value,
  }
}

function kindOf(reason: string, answersReply: boolean): RawEnum<InteractionKind> {
  if (reason === 'reply' && answersReply) return { unified: 'reply', raw: reason }
  return { unified: kindsByReason.get(reason) ?? 'other', raw: reason }
}
