import { requireArray } from '@tutti/adapter-kit'
import { type HttpAnswer, InvalidInputError, type Page, type PageInput, type Warning } from '@tutti/model'

const cursorForm = /^after:([\w-]{1,64})$/

/** The cursor that goes on behind the item with this id. */
export function cursorAfter(id: string): string {
  return `after:${id}`
}

/**
 * The id behind which a list goes on.
 * @throws InvalidInputError `invalid-input` when the cursor is none of ours
 */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const id = cursorForm.exec(cursor)?.[1]
  if (id !== undefined) return id
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'mastodon: the cursor is none of this list',
    path: 'cursor',
    advice: 'Hand back nextCursor of an earlier page, unchanged.',
  })
}

/**
 * Query and bucket of a list: a further page counts against a limit of its own.
 * @throws InvalidInputError `invalid-input` when the cursor is none of ours
 */
export function pageRequest(input: PageInput, maximum: number) {
  const { cursor, limit } = input
  return {
    query: { limit: limit === undefined ? maximum : Math.min(limit, maximum), max_id: readCursor(cursor) },
    bucket: cursor === undefined ? 'requests' : 'paging',
  } as const
}

/**
 * Reads a list, item by item: one that can't be read becomes a warning.
 * @throws PlatformError `malformed-answer` when there is no list
 */
export function readItems<T>(list: unknown, place: string, readItem: (item: unknown) => T | undefined) {
  const items: T[] = []
  const warnings: Warning[] = []
  requireArray(list, place).forEach((raw, index) => {
    const item = readItem(raw)
    if (item !== undefined) items.push(item)
    else warnings.push(unreadable(`${place}[${index}]`))
  })
  return { items, warnings }
}

/**
 * Reads a page of a list that says in its headers how it goes on.
 * @throws PlatformError `malformed-answer` when the answer is no list
 */
export function readPage<T>(answer: HttpAnswer, place: string, readItem: (item: unknown) => T | undefined): Page<T> {
  const nextCursor = readNextCursor(answer.headers)
  return { ...readItems(answer.body, place, readItem), ...(nextCursor === undefined ? {} : { nextCursor }) }
}

/** Says that an item of a list could not be read. */
export function unreadable(path: string): Warning {
  return { code: 'item-unreadable', message: `${path} could not be read and was left out`, path }
}

/**
 * The cursor of the page after this one, out of `Link: <…?max_id=…>; rel="next"`. Only the id is
 * kept: the address in the header may name another host than the one that was asked.
 * See https://docs.joinmastodon.org/api/guidelines/#pagination, read 2026-11-22.
 */
export function readNextCursor(headers: Headers): string | undefined {
  const link = headers.get('link')
  if (!link) return undefined
  for (const entry of link.split(/,\s*(?=<)/)) {
    const end = entry.indexOf('>')
    if (!entry.startsWith('<') || end < 0 || !/rel="?next"?/i.test(entry.slice(end))) continue
    const address = entry.slice(1, end)
    const maxId = new URLSearchParams(address.slice(address.indexOf('?') + 1)).get('max_id')
    return maxId && cursorForm.test(cursorAfter(maxId)) ? cursorAfter(maxId) : undefined
  }
  return undefined
}
