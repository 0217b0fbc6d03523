import type { OperationVocabulary } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { pageRequest, readPage } from '../api/pages.ts'
import { startReading } from '../read/reading.ts'
import { readStatus } from '../read/status.ts'

/** https://docs.joinmastodon.org/methods/accounts/#statuses, read 2026-11-22. */
const maxPageSize = 40

/** Lists an account's posts, newest first, answers and reposts included. */
export const listPosts: OperationVocabulary['listPosts'] = async (input, context) => {
  const { accountId, domain } = await accountFacts(context)
  const id = encodeURIComponent(input.profile?.id ?? accountId)
  const answer = await context.http.request({
    method: 'GET',
    url: `/api/v1/accounts/${id}/statuses`,
    ...pageRequest(input, maxPageSize),
  })
  const reading = startReading(domain)
  return readPage(answer, 'statuses', (item) => readStatus(item, reading))
}
