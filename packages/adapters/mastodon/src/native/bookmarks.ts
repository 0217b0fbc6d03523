import type { Operation, Page, PageInput, PublishedPost } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { requestOffered } from '../api/offered.ts'
import { pageRequest, readPage } from '../api/pages.ts'
import { postAction } from '../operations/post-actions.ts'
import { startReading } from '../read/reading.ts'
import { readStatus } from '../read/status.ts'

/** https://docs.joinmastodon.org/methods/bookmarks/#get, read 2026-11-25. */
const maxPageSize = 40

/** Keeps a post for the account alone; nobody is told. */
export const bookmarkPost = postAction('bookmark', 'requests')

/** Takes a bookmark back. */
export const unbookmarkPost = postAction('unbookmark', 'requests')

/** Lists the account's bookmarks, the newest first. */
export const listBookmarks: Operation<PageInput, Page<PublishedPost>> = async (input, context) => {
  const { domain } = await accountFacts(context)
  const answer = await requestOffered('native.listBookmarks', context, {
    method: 'GET',
    url: '/api/v1/bookmarks',
    ...pageRequest(input, maxPageSize),
  })
  const reading = startReading(domain)
  return readPage(answer, 'bookmarks', (item) => readStatus(item, reading))
}
