import type { Conversation, ConversationRef, Interaction, OperationContext, Page, PageInput } from '@tutti/model'
import { unwrapCursor } from '../protocol/cursor.ts'
import { ownDid } from '../protocol/own-did.ts'
import { clampLimit } from '../protocol/page-limit.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { isNotice, readConversation, readMessage, readProfiles } from '../read/message.ts'
import { readPage } from '../read/page.ts'

/**
 * Conversations of two and of groups, requests included, the latest first.
 * @throws RejectedError `forbidden` when the app password was made without access to messages
 * @throws UnsupportedOperationError `not-offered` where the server has no messages
 */
export async function listConversations(
  { cursor, limit }: PageInput,
  context: OperationContext,
): Promise<Page<Conversation>> {
  const did = await ownDid(context)
  const answer = await query(context, 'chat.bsky.convo.listConvos', {
    cursor: unwrapCursor('conversations', cursor),
    limit: clampLimit(limit),
  })
  return readPage(answer.body, 'convos', 'conversations', (raw) => readConversation(raw, did, context))
}

/** The messages of a conversation, newest first; notices of the platform (somebody joined) are left out. */
export async function listMessages(
  { conversation, cursor, limit }: PageInput & { readonly conversation: ConversationRef },
  context: OperationContext,
): Promise<Page<Interaction>> {
  const answer = await query(context, 'chat.bsky.convo.getMessages', {
    convoId: conversation.id,
    cursor: unwrapCursor('messages', cursor),
    limit: clampLimit(limit),
  })
  const profiles = readProfiles(membersOf(answer.body).relatedProfiles, context)
  const surroundings = { conversation: conversation.id, profiles, context }
  const written = withoutNotices(answer.body)
  return readPage(written, 'messages', 'messages', (raw) => readMessage(raw, surroundings))
}

function withoutNotices(body: unknown): unknown {
  const { messages } = membersOf(body)
  return Array.isArray(messages) ? { ...membersOf(body), messages: messages.filter((raw) => !isNotice(raw)) } : body
}
