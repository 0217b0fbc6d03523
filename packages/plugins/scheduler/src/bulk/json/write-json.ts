import { atOf } from '../at-of.ts'
import type { WrittenPost } from '../row.ts'

/** Writes an array, one post a line. */
export async function* writeJson(posts: AsyncIterable<WrittenPost>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const { id, state, time, disambiguation, post } of posts) {
    const row = {
      id,
      at: time && atOf(time),
      disambiguation: disambiguation === 'compatible' ? undefined : disambiguation,
      state,
      ...post,
    }
    yield `${separator}${JSON.stringify(row)}`
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}
