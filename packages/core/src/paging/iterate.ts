import { InvalidInputError, type Page, type PageInput } from '@tutti/model'

/**
 * Reads a list item by item: `iterate((page) => channel.listPosts(page), { maxPages: 5 })`. Asks
 * for the next page only when the items of the one before are used up.
 * @throws InvalidInputError `invalid-input` when `maxPages` is no positive whole number
 */
export async function* iterate<Item>(
  readPage: (page: PageInput) => Promise<Page<Item>>,
  options: { readonly maxPages: number; readonly limit?: number | undefined },
): AsyncGenerator<Item, void, undefined> {
  const { maxPages, limit } = options
  if (!(Number.isInteger(maxPages) && maxPages > 0)) {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `maxPages must be a whole number above 0, not ${maxPages}`,
      path: 'maxPages',
    })
  }
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const { items, nextCursor } = await readPage({ cursor, limit })
    yield* items
    // The same cursor again would read the same page for ever.
    if (nextCursor === undefined || nextCursor === cursor) return
    cursor = nextCursor
  }
}
