import { InvalidInputError, type OperationVocabulary, PlatformError } from '@tutti/model'
import { readNote, readPage } from './read.ts'

const noteUrl = (id: string) => `/notes/${encodeURIComponent(id)}`

/** Fetches one note. */
export const fetchPost: OperationVocabulary['fetchPost'] = async ({ post }, { http }) => {
  const { body } = await http.request({ method: 'GET', url: noteUrl(post.id), bucket: 'requests' })
  const note = readNote(body)
  if (note) return note
  throw new PlatformError({ code: 'malformed-answer', message: 'the answer is no note', outcome: 'unknown' })
}

/** Lists notes of one profile, the account's own when absent, newest first. */
export const listPosts: OperationVocabulary['listPosts'] = async ({ profile, cursor, limit }, { http }) => {
  const query = { author: profile?.id, before: checkCursor(cursor), limit }
  return readPage((await http.request({ method: 'GET', url: '/notes', query, bucket: 'requests' })).body)
}

/** Takes a note down. One that is gone already is an answer; one that is somebody else's stays the error it is. */
export const deletePost: OperationVocabulary['deletePost'] = async ({ post }, { http }) => {
  const url = noteUrl(post.id)
  const { status, body } = await http.request({ method: 'DELETE', url, bucket: 'writes', acceptStatus: [404] })
  return { state: status === 404 ? 'already-gone' : 'deleted', warnings: [], raw: body }
}

function checkCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || /^\d+$/.test(cursor)) return cursor
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'the cursor is none of this list',
    path: 'cursor',
    advice: 'Hand back the nextCursor of an earlier page of the same list.',
  })
}
