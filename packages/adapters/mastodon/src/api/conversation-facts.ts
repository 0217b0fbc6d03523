import { asArray, asString } from '@tutti/adapter-kit'
import { type ConversationRef, InvalidInputError } from '@tutti/model'
import type { ConversationFacts } from '../read/refs.ts'

/**
 * What a conversation's ref remembers.
 * @throws InvalidInputError `invalid-input` for a ref that none of our lists made
 */
export function conversationFacts({ facts }: ConversationRef, path: string): ConversationFacts {
  const lastStatusId = asString(facts?.lastStatusId)
  const handles = asArray(facts?.handles).filter((handle) => typeof handle === 'string')
  if (lastStatusId && handles.length > 0) return { lastStatusId, handles }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'mastodon: the ref of the conversation does not say where it ends and who takes part',
    path,
    advice: 'Hand back a ref as listConversations gave it.',
  })
}
