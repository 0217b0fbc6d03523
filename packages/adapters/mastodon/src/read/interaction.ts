import { asInstantMs, asObject, asString } from '@tutti/adapter-kit'
import type { Interaction, InteractionKind, InteractionState, PostRef, PublishedPost } from '@tutti/model'
import { readProfile } from './profile.ts'
import type { Reading } from './reading.ts'
import { interactionRef, postRef } from './refs.ts'
import { readQuoteId, readStatus } from './status.ts'

/** What reading an interaction needs to know about the channel. */
export interface InteractionReading extends Reading {
  readonly channel: string
  /** The account's own id. */
  readonly accountId: string
}

// https://docs.joinmastodon.org/entities/Notification/#type, read 2026-11-22, and what others add:
// Pleroma and Akkoma `pleroma:emoji_reaction`, GoToSocial `pending.*` for what waits for approval.
const notificationKinds: Readonly<Record<string, InteractionKind>> = {
  mention: 'mention',
  reblog: 'repost',
  favourite: 'reaction',
  'pleroma:emoji_reaction': 'reaction',
  follow: 'follow',
  follow_request: 'follow',
  quote: 'quote',
  'pending.reply': 'comment',
  'pending.favourite': 'reaction',
  'pending.reblog': 'repost',
}

/** The notification types that are asked for by kind of interaction. */
export const notificationTypes: Readonly<Partial<Record<InteractionKind, readonly string[]>>> = {
  comment: ['mention'],
  reply: ['mention'],
  mention: ['mention'],
  message: ['mention'],
  reaction: ['favourite'],
  repost: ['reblog'],
  quote: ['quote'],
  follow: ['follow', 'follow_request'],
}

/** Reads a Notification; `undefined` when it does not say who did what and when. */
export function readNotification(value: unknown, reading: InteractionReading): Interaction | undefined {
  const notification = asObject(value)
  const id = asString(notification?.id)
  const type = asString(notification?.type)
  const author = readProfile(notification?.account, reading)
  const createdAt = asInstantMs(notification?.created_at)
  if (!notification || !id || !type || !author || createdAt === undefined) return undefined
  const state: InteractionState = type === 'follow_request' || type.startsWith('pending.') ? 'pending' : 'visible'
  const unified = notificationKinds[type] ?? 'other'
  const status = readStatus(notification.status, reading)
  if (status && (unified === 'mention' || unified === 'quote' || unified === 'comment')) {
    const kind = unified === 'mention' ? kindOfMention(notification.status, status, reading.accountId) : unified
    const post = kind === 'quote' ? quotedPost(notification.status) : status.replyTo
    return {
      ...statusInteraction(status, reading.channel),
      kind: { unified: kind, raw: type },
      post,
      state,
      raw: value,
    }
  }
  return {
    ref: interactionRef(id, undefined, { type, authorId: author.ref.id, acct: author.handle }),
    kind: { unified, raw: type },
    channel: reading.channel,
    author,
    post: status?.ref,
    text: '',
    media: [],
    createdAt,
    state,
    raw: value,
  }
}

/**
 * Reads a status below a post. A direct answer to the post is a `comment`, one further down a
 * `reply`; the ref is the same that a notification about this status has.
 */
export function readComment(value: unknown, post: PostRef, reading: InteractionReading): Interaction | undefined {
  const status = readStatus(value, reading)
  if (!status) return undefined
  const isDirect = status.replyTo === undefined || status.replyTo.id === post.id
  return {
    ...statusInteraction(status, reading.channel),
    kind: { unified: isDirect ? 'comment' : 'reply', raw: 'status' },
    post,
    state: 'visible',
    raw: value,
  }
}

/** Reads a status of a conversation. The account's own messages are among them. */
export function readMessage(value: unknown, reading: InteractionReading): Interaction | undefined {
  const status = readStatus(value, reading)
  return (
    status && {
      ...statusInteraction(status, reading.channel),
      kind: { unified: 'message', raw: 'status' },
      state: 'visible',
      raw: value,
    }
  )
}

function statusInteraction(status: PublishedPost, channel: string): Omit<Interaction, 'kind' | 'state' | 'raw'> {
  const { ref, author, visibility } = status
  const facts = { type: 'status', authorId: author.ref.id, acct: author.handle, visibility: visibility?.raw }
  return {
    ref: interactionRef(ref.id, ref.url, facts),
    channel,
    author,
    parent: status.replyTo,
    text: status.text,
    media: status.media,
    createdAt: status.createdAt,
  }
}

/** A mention may be a private message, an answer to something of ours, or just a mention. */
function kindOfMention(raw: unknown, status: PublishedPost, accountId: string): InteractionKind {
  if (status.visibility?.raw === 'direct') return 'message'
  return asString(asObject(raw)?.in_reply_to_account_id) === accountId ? 'comment' : 'mention'
}

function quotedPost(raw: unknown): PostRef | undefined {
  const id = readQuoteId(asObject(raw))
  return id ? postRef(id) : undefined
}

/** Sorts by time as text does, and stays true when the interaction itself is deleted between two pages. */
export function placeInTime({ createdAt, ref }: Interaction): string {
  return `${String(createdAt).padStart(15, '0')}-${ref.id}`
}
