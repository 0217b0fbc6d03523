import { asObject } from '@tutti/adapter-kit'
import type { DeletePostOutput, OperationContext, PostInput } from '@tutti/model'
import { deleteRecord } from '../protocol/records.ts'
import { requireOwnPost } from '../protocol/require-own-post.ts'
import { membersOf } from '../read/members-of.ts'

/**
 * Deletes a post of the account's own. Deleting one that is gone is answered 200 without a commit (recorded).
 * @throws InvalidInputError `invalid-input`; RejectedError `forbidden` for somebody else's, before anything is sent
 */
export async function deletePost({ post }: PostInput, context: OperationContext): Promise<DeletePostOutput> {
  const { collection, rkey } = await requireOwnPost(post, context, 'post')
  const answer = await deleteRecord(context, { collection, rkey })
  const wasThere = asObject(membersOf(answer.body).commit) !== undefined
  return { state: wasThere ? 'deleted' : 'already-gone', warnings: [], raw: answer.body }
}
