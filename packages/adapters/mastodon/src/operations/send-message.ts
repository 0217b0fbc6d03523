import { requireObject, requireString } from '@tutti/adapter-kit'
import {
  type ConversationRef,
  type OperationContext,
  type OperationVocabulary,
  PlatformError,
  type ProfileRef,
} from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { conversationFacts } from '../api/conversation-facts.ts'
import { withMentions } from '../api/mentions.ts'
import type { NewStatus } from '../api/new-status.ts'
import { readMessage } from '../read/interaction.ts'
import { startReading } from '../read/reading.ts'
import { requireId } from '../read/values.ts'

/**
 * Writes to a person, or to all who take part in a conversation: a post that only those see whom it
 * mentions. Whoever else the text mentions sees it, too, so leave other handles out.
 * @throws InvalidInputError `invalid-input` for a conversation's ref that `listConversations` did not make
 */
export const sendMessage: OperationVocabulary['sendMessage'] = async ({ to, text, key }, context) => {
  const { accountId, domain } = await accountFacts(context)
  const target = await readTarget(to, context)
  const status: NewStatus = {
    status: withMentions(text, target.handles),
    in_reply_to_id: target.lastStatusId,
    visibility: 'direct',
  }
  const answer = await context.http.request({
    method: 'POST',
    url: '/api/v1/statuses',
    headers: { 'idempotency-key': key },
    json: status,
    bucket: 'requests',
    commit: true,
  })
  requireId(requireObject(answer.body, 'status').id, 'status.id')
  const message = readMessage(answer.body, { ...startReading(domain), channel: context.channel, accountId })
  if (message) return message
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer is no message', outcome: 'unknown' })
}

interface Target {
  readonly handles: readonly string[]
  readonly lastStatusId?: string | undefined
}

/** A profile is known by its id, and mentioned by its handle. */
async function readTarget(to: ConversationRef | ProfileRef, { http }: OperationContext): Promise<Target> {
  if (to.kind === 'conversation') return conversationFacts(to, 'to')
  const url = `/api/v1/accounts/${encodeURIComponent(to.id)}`
  const answer = await http.request({ method: 'GET', url, bucket: 'requests' })
  return { handles: [requireString(requireObject(answer.body, 'account').acct, 'account.acct')] }
}
