import { requireObject, requireString } from '@tutti/adapter-kit'
import type { OperationVocabulary } from '@tutti/model'
import { noteRef, requireNoteId } from './read.ts'

/** Puts the note up in one committing request, under the id that core has journalled before. */
export const publishPost: OperationVocabulary['publishPost'] = async ({ part, key, replyTo }, { http }) => {
  const { body } = await http.request({
    method: 'POST',
    url: '/notes',
    json: { id: key, text: part.text, answers: replyTo?.parent.id },
    bucket: 'writes',
    commit: true,
  })
  return { state: 'published', ref: noteRef(requireNoteId(body)), warnings: [], raw: body }
}

/**
 * Looks under our own id: the note is there or it is not, so one request is a complete look. Only reads.
 * @throws PlatformError `malformed-answer` when there is something that can't be read: it may be the very note
 */
export const findPost: OperationVocabulary['findPost'] = async ({ part, key }, { http }) => {
  const url = `/notes/${encodeURIComponent(key)}`
  const { status, body } = await http.request({ method: 'GET', url, bucket: 'requests', acceptStatus: [404] })
  if (status === 404) return { matches: [], complete: true }
  const isOurs = requireString(requireObject(body, 'note').text, 'note.text') === part.text
  return { matches: isOurs ? [noteRef(requireNoteId(body))] : [], complete: true }
}
