import { asObject, requireArray, requireObject, requireString } from '@tutti/adapter-kit'
import type { Interaction, OperationContext, OperationVocabulary, Warning } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { conversationFacts } from '../api/conversation-facts.ts'
import { cursorAfter, readCursor, unreadable } from '../api/pages.ts'
import { isMessageAmong } from '../read/conversation.ts'
import { type InteractionReading, placeInTime, readMessage } from '../read/interaction.ts'
import { startReading } from '../read/reading.ts'

/**
 * Lists the messages of a conversation, newest first. The platform gives the whole thread in one
 * answer, read from its first post; pages are cut from it here, and each costs the same two requests.
 * @throws InvalidInputError `invalid-input` for a ref that `listConversations` did not make
 */
export const listMessages: OperationVocabulary['listMessages'] = async (input, context) => {
  const before = readCursor(input.cursor)
  const { lastStatusId, handles } = conversationFacts(input.conversation, 'conversation')
  const { accountId, domain } = await accountFacts(context)
  const reading: InteractionReading = { ...startReading(domain), channel: context.channel, accountId }
  const messages: Interaction[] = []
  const warnings: Warning[] = []
  for (const [index, raw] of (await fetchThread(lastStatusId, context)).entries()) {
    if (!isMessageAmong(raw, handles, reading)) continue
    const message = readMessage(raw, reading)
    if (message) messages.push(message)
    else warnings.push(unreadable(`messages[${index}]`))
  }
  messages.sort((one, other) => (placeInTime(one) < placeInTime(other) ? 1 : -1))
  const rest = before === undefined ? messages : messages.filter((message) => placeInTime(message) < before)
  const items = input.limit === undefined ? rest : rest.slice(0, input.limit)
  const last = items.at(-1)
  if (items.length === rest.length || !last) return { items, warnings }
  return { items, warnings, nextCursor: cursorAfter(placeInTime(last)) }
}

/** Everything from the first post of a thread on: from any other, the branches beside it are not to be seen. */
async function fetchThread(statusId: string, { http }: OperationContext): Promise<readonly unknown[]> {
  const fetchContext = async (id: string) => {
    const url = `/api/v1/statuses/${encodeURIComponent(id)}/context`
    const answer = await http.request({ method: 'GET', url, bucket: 'requests' })
    return requireObject(answer.body, 'context')
  }
  const { ancestors, descendants } = await fetchContext(statusId)
  const [first] = requireArray(ancestors, 'context.ancestors')
  if (first === undefined) {
    const url = `/api/v1/statuses/${encodeURIComponent(statusId)}`
    const answer = await http.request({ method: 'GET', url, bucket: 'requests' })
    return [answer.body, ...requireArray(descendants, 'context.descendants')]
  }
  const whole = await fetchContext(requireString(asObject(first)?.id, 'context.ancestors[0].id'))
  return [first, ...requireArray(whole.descendants, 'context.descendants')]
}
