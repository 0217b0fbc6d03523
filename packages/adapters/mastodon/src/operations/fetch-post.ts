import type { Operation, PostInput, PublishedPost } from '@tutti/model'
import { PlatformError } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { startReading } from '../read/reading.ts'
import { readStatus } from '../read/status.ts'

/** Fetches one post as this account may see it. */
export const fetchPost: Operation<PostInput, PublishedPost> = async ({ post }, context) => {
  const { domain } = await accountFacts(context)
  const url = `/api/v1/statuses/${encodeURIComponent(post.id)}`
  const answer = await context.http.request({ method: 'GET', url, bucket: 'requests' })
  const published = readStatus(answer.body, startReading(domain))
  if (published) return published
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer is no status', outcome: 'unknown' })
}
