import { InvalidInputError } from '@tutti/model'

/** The lists that are read page by page. */
export type ListName =
  | 'posts'
  | 'interactions'
  | 'comments'
  | 'followers'
  | 'following'
  | 'found posts'
  | 'found profiles'
  | 'trends'
  | 'conversations'
  | 'messages'
  | 'bookmarks'

/** A cursor of ours: it names its list, because the platform answers 500 to a cursor that is none (recorded). */
export function wrapCursor(list: ListName, cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : `${list}:${cursor}`
}

/**
 * The platform's cursor.
 * @throws InvalidInputError `invalid-input` when it is not one of this list
 */
export function unwrapCursor(list: ListName, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const prefix = `${list}:`
  if (cursor.startsWith(prefix)) return cursor.slice(prefix.length)
  throw invalidCursor(list)
}

/** The error for a cursor that this list has not given. */
export function invalidCursor(list: ListName): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-input',
    message: `The cursor is none of a list of ${list}`,
    path: 'cursor',
    advice: 'Hand back the nextCursor of an earlier page of the same list.',
  })
}
