import { InvalidInputError, type PageInput } from '@tutti/model'

const cursorForm = /^skip:(\d{1,6})$/

/**
 * Query of a list that is paged by counting, and the cursor of the page behind this one.
 * @throws InvalidInputError `invalid-input` when the cursor is none of ours
 */
export function offsetRequest({ cursor, limit }: PageInput, maximum: number) {
  const offset = cursor === undefined ? 0 : readOffset(cursor)
  const size = limit === undefined ? maximum : Math.min(limit, maximum)
  return {
    query: { limit: size, ...(offset === 0 ? {} : { offset }) },
    /** Such a list says nothing of its end: a full page may be followed by an empty one. */
    next: (itemCount: number) => (itemCount < size ? {} : { nextCursor: `skip:${offset + itemCount}` }),
  }
}

function readOffset(cursor: string): number {
  const offset = cursorForm.exec(cursor)?.[1]
  if (offset !== undefined) return Number(offset)
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'mastodon: the cursor is none of this list',
    path: 'cursor',
    advice: 'Hand back nextCursor of an earlier page, unchanged.',
  })
}
