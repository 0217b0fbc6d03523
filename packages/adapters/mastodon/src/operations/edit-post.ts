import { requireObject } from '@tutti/adapter-kit'
import type { OperationVocabulary } from '@tutti/model'
import { editedStatus } from '../api/status-body.ts'
import { postRef } from '../read/refs.ts'
import { readUrl, requireId } from '../read/values.ts'
import { checkProcessing } from './check-processing.ts'
import { warningsAboutVisibility } from './publish-post.ts'

/**
 * Makes a post say something else. Who may see it stays as it was: another visibility is a warning.
 * A poll that is sent again starts its votes anew where its options differ.
 */
export const editPost: OperationVocabulary['editPost'] = async ({ post, part, staged }, context) => {
  await checkProcessing(staged, context)
  const answer = await context.http.request({
    method: 'PUT',
    url: `/api/v1/statuses/${encodeURIComponent(post.id)}`,
    json: editedStatus(part, staged),
    bucket: 'requests',
  })
  const status = requireObject(answer.body, 'status')
  const id = requireId(status.id, 'status.id')
  return {
    ref: postRef(id, readUrl(status.url) ?? readUrl(status.uri)),
    warnings: warningsAboutVisibility(part, status),
    raw: answer.body,
  }
}
