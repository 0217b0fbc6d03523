import type { OperationVocabulary } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { requestOffered } from '../api/offered.ts'
import { pageRequest, readPage } from '../api/pages.ts'
import { readConversation } from '../read/conversation.ts'
import { startReading } from '../read/reading.ts'

/** https://docs.joinmastodon.org/methods/conversations/#get, read 2026-11-25. */
const maxPageSize = 40

/** Lists the account's conversations: threads of posts that only those see whom they mention. */
export const listConversations: OperationVocabulary['listConversations'] = async (input, context) => {
  const { accountId, domain } = await accountFacts(context)
  const answer = await requestOffered('listConversations', context, {
    method: 'GET',
    url: '/api/v1/conversations',
    ...pageRequest(input, maxPageSize),
  })
  const reading = { ...startReading(domain), channel: context.channel, accountId }
  return readPage(answer, 'conversations', (item) => readConversation(item, reading))
}
