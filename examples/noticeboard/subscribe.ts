import { readServerSentEvents } from '@tutti/adapter-kit'
import { InvalidInputError, type OperationVocabulary, UnsupportedOperationError } from '@tutti/model'
import { readNote } from './read.ts'

/** Tells every note as it goes up: one connection, from the note behind `cursor` on. */
export const subscribe: OperationVocabulary['subscribe'] = async function* ({ topic, cursor }, { http, log }) {
  if (topic.kind !== 'public') {
    throw new UnsupportedOperationError({ code: 'not-offered', message: `Noticeboard tells no ${topic.kind}` })
  }
  const { body } = await http.openStream({ url: '/events', query: { after: checkCursor(cursor) }, bucket: 'requests' })
  for await (const { id, data } of readServerSentEvents(body)) {
    const post = readNote(parseJson(data))
    if (post) yield { kind: 'post', cursor: id, post }
    else log.warn('an event that is no note was skipped')
  }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

function checkCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || /^\d+$/.test(cursor)) return cursor
  throw new InvalidInputError({ code: 'invalid-input', message: 'the cursor is none of this stream', path: 'cursor' })
}
