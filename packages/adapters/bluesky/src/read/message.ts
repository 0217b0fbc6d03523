import { asArray, asInstantMs, asNumber, asString } from '@tutti/adapter-kit'
import type { Conversation, ConversationRef, Interaction, Profile } from '@tutti/model'
import { readMedia } from './media.ts'
import { membersOf } from './members-of.ts'
import { readProfile } from './profile.ts'
import { readRecordText } from './record-text.ts'
import { type ReadingContext, webAddress } from './web-address.ts'

/** Points at a conversation. */
export function conversationRef(id: string, context: ReadingContext): ConversationRef {
  return { v: 1, kind: 'conversation', platform: 'bluesky', id, url: webAddress(`/messages/${id}`, context) }
}

/** Reads one conversation; `undefined` when it names none. */
export function readConversation(value: unknown, ownDid: string, context: ReadingContext): Conversation | undefined {
  const raw = membersOf(value)
  const id = asString(raw.id)
  if (!id) return undefined
  const members = readProfiles(raw.members, context)
  const unreadCount = asNumber(raw.unreadCount)
  return {
    ref: conversationRef(id, context),
    participants: members.filter(({ ref }) => ref.id !== ownDid),
    lastMessage: readMessage(raw.lastMessage, { conversation: id, profiles: members, context }),
    unread: unreadCount === undefined ? undefined : unreadCount > 0,
    raw: value,
  }
}

/** Everybody in a list of profiles who can be read. */
export function readProfiles(value: unknown, context: ReadingContext): readonly Profile[] {
  return asArray(value).flatMap((profile) => readProfile(profile, context) ?? [])
}

/** What a message does not say itself. */
export interface MessageSurroundings {
  /** The conversation's id. */
  readonly conversation: string
  /** Those who may have written it: the message names a DID only. */
  readonly profiles: readonly Profile[]
  readonly context: ReadingContext
}

/** Whether it is a notice of the platform (somebody joined a group), which nobody wrote. */
export function isNotice(value: unknown): boolean {
  return membersOf(value).$type === 'chat.bsky.convo.defs#systemMessageView'
}

/** Reads one message, also one that was deleted; `undefined` when it is none. */
export function readMessage(value: unknown, surroundings: MessageSurroundings): Interaction | undefined {
  const { conversation, profiles, context } = surroundings
  const raw = membersOf(value)
  const id = asString(raw.id)
  const did = asString(membersOf(raw.sender).did)
  const author = profiles.find(({ ref }) => ref.id === did) ?? readProfile({ did }, context)
  const createdAt = asInstantMs(raw.sentAt)
  if (!id || !author || createdAt === undefined || isNotice(value)) return undefined
  return {
    ref: {
      v: 1,
      kind: 'interaction',
      platform: 'bluesky',
      id: `${conversation}/${id}`,
      facts: { convoId: conversation, messageId: id, did: author.ref.id },
    },
    kind: { unified: 'message', raw: 'message' },
    channel: context.channel,
    author,
    text: readRecordText(raw),
    media: readMedia(raw.embed),
    createdAt,
    state: raw.$type === 'chat.bsky.convo.defs#deletedMessageView' ? 'deleted' : 'visible',
    raw: value,
  }
}
