import { requireObject } from '@tutti/adapter-kit'
import type { HttpAnswer, OperationContext, OperationVocabulary, PageInput } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { requestOffered } from '../api/offered.ts'
import { offsetRequest } from '../api/offsets.ts'
import { readItems } from '../api/pages.ts'
import { readProfile } from '../read/profile.ts'
import { startReading } from '../read/reading.ts'
import { readStatus } from '../read/status.ts'

/** https://docs.joinmastodon.org/methods/search/#v2, read 2026-11-25. */
const maxPageSize = 40

type SearchInput = PageInput & { readonly query: string }

async function search(type: 'statuses' | 'accounts', input: SearchInput, context: OperationContext) {
  const { query, next } = offsetRequest(input, maxPageSize)
  const operation = type === 'statuses' ? 'searchPosts' : 'searchProfiles'
  const answer: HttpAnswer = await requestOffered(operation, context, {
    method: 'GET',
    url: '/api/v2/search',
    query: { q: input.query, type, ...query },
    bucket: 'requests',
  })
  return { found: requireObject(answer.body, 'search')[type], next }
}

/**
 * Searches posts. How far that reaches is the server's: Mastodon searches texts only where its
 * administrator has set up a search engine, and finds nothing otherwise; GoToSocial searches what
 * the account wrote and answered. The address of a post always finds that post.
 */
export const searchPosts: OperationVocabulary['searchPosts'] = async (input, context) => {
  const { domain } = await accountFacts(context)
  const { found, next } = await search('statuses', input, context)
  const reading = startReading(domain)
  const { items, warnings } = readItems(found, 'statuses', (item) => readStatus(item, reading))
  return { items, warnings, ...next(items.length + warnings.length) }
}

/** Searches people by name and handle, among those of whom the server has heard. */
export const searchProfiles: OperationVocabulary['searchProfiles'] = async (input, context) => {
  const { domain } = await accountFacts(context)
  const { found, next } = await search('accounts', input, context)
  const reading = startReading(domain)
  const { items, warnings } = readItems(found, 'accounts', (item) => readProfile(item, reading))
  return { items, warnings, ...next(items.length + warnings.length) }
}
