import { asArray, requireObject } from '@tutti/adapter-kit'
import { type OperationVocabulary, RejectedError } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { requestOffered } from '../api/offered.ts'
import { startReading } from '../read/reading.ts'
import { readStatus } from '../read/status.ts'

/**
 * The post at a web address, of this server or of any other that speaks with it: this server then brings it here.
 * @throws RejectedError `not-found` when it is no web address, or no post that this account may see
 */
export const fetchPostByAddress: OperationVocabulary['fetchPostByAddress'] = async ({ address }, context) => {
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) throw notFound(address)
  const { domain } = await accountFacts(context)
  // https://docs.joinmastodon.org/methods/search/#v2, read 2026-11-29: `resolve` looks an address up.
  const answer = await requestOffered('fetchPostByAddress', context, {
    method: 'GET',
    url: '/api/v2/search',
    query: { q: address, type: 'statuses', resolve: true, limit: 1 },
    bucket: 'requests',
  })
  const [found] = asArray(requireObject(answer.body, 'search').statuses)
  const post = readStatus(found, startReading(domain))
  if (post) return post
  throw notFound(address)
}

function notFound(address: string): RejectedError {
  return new RejectedError({
    code: 'not-found',
    message: `there is no post that this account may see at ${address}`,
    path: 'address',
    outcome: 'rejected',
    advice: 'Give the web address of a post, such as https://social.example/@ada/123.',
  })
}
