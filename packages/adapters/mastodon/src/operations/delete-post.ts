import type { DeletePostOutput, Operation, PostInput } from '@tutti/model'
import { RejectedError } from '@tutti/model'

/**
 * Deletes one of the account's posts. Mastodon answers 404 for a post that is gone and for one of
 * somebody else alike; the second request tells them apart.
 * @throws RejectedError `forbidden` when the post stands and is not this account's
 */
export const deletePost: Operation<PostInput, DeletePostOutput> = async ({ post }, { http }) => {
  const url = `/api/v1/statuses/${encodeURIComponent(post.id)}`
  const answer = await http.request({ method: 'DELETE', url, bucket: 'deletes', acceptStatus: [404, 410] })
  if (answer.status < 400) return { state: 'deleted', warnings: [], raw: answer.body }
  const present = await http.request({ method: 'GET', url, bucket: 'requests', acceptStatus: [404, 410] })
  if (present.status >= 400) return { state: 'already-gone', warnings: [], raw: answer.body }
  throw new RejectedError({
    code: 'forbidden',
    message: 'the post stands, and this account may not delete it',
    outcome: 'rejected',
    status: answer.status,
  })
}
