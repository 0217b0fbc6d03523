import type { OperationVocabulary } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { pageRequest, readPage } from '../api/pages.ts'
import { readProfile } from '../read/profile.ts'
import { startReading } from '../read/reading.ts'

/** https://docs.joinmastodon.org/methods/accounts/#followers, read 2026-11-25. */
const maxPageSize = 80

/** People may hide these lists: then they are empty. */
function listFollows(list: 'followers' | 'following'): OperationVocabulary['listFollowers'] {
  return async (input, context) => {
    const { accountId, domain } = await accountFacts(context)
    const id = encodeURIComponent(input.profile?.id ?? accountId)
    const answer = await context.http.request({
      method: 'GET',
      url: `/api/v1/accounts/${id}/${list}`,
      ...pageRequest(input, maxPageSize),
    })
    const reading = startReading(domain)
    return readPage(answer, 'accounts', (item) => readProfile(item, reading))
  }
}

/** Lists who follows an account, newest first. */
export const listFollowers = listFollows('followers')

/** Lists whom an account follows, newest first. */
export const listFollowing = listFollows('following')
