import type { ConversationRef, InteractionRef, JsonObject, PostRef, ProfileRef } from '@tutti/model'

const platform = 'mastodon'

/** A ref to a status. */
export function postRef(id: string, url?: string | undefined): PostRef {
  return url === undefined ? { v: 1, platform, kind: 'post', id } : { v: 1, platform, kind: 'post', id, url }
}

/** A ref to an account; the id is this server's own, other servers know the account by another. */
export function profileRef(id: string, url?: string | undefined): ProfileRef {
  return url === undefined ? { v: 1, platform, kind: 'profile', id } : { v: 1, platform, kind: 'profile', id, url }
}

/** A ref to something that somebody did: a status, or a notification without one. */
export function interactionRef(id: string, url: string | undefined, facts: JsonObject): InteractionRef {
  return { v: 1, platform, kind: 'interaction', id, ...(url === undefined ? {} : { url }), facts }
}

/** What a conversation's ref remembers: the platform can't be asked for one conversation. */
export type ConversationFacts = {
  /** The message that the next one answers. */
  readonly lastStatusId: string
  /** The others, with their domain. */
  readonly handles: readonly string[]
}

/** A ref to a conversation. */
export function conversationRef(id: string, facts: ConversationFacts): ConversationRef {
  return { v: 1, platform, kind: 'conversation', id, facts: { ...facts } }
}
