import { type CallOperation, type Page, type PageInput, type Ref, TuttiError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { checkOutput } from './check-output.ts'
import { type Harness, type InputOf, printError } from './harness.ts'
import { uniqueText } from './outgoing.ts'

type ListOperation = 'listPosts' | 'listComments' | 'listInteractions'
type Item = { readonly ref: Ref; readonly text: string }

// What is put on the platform before the list is read, and the texts that must be found in it.
const seeded = 5
const seeds: Readonly<Record<ListOperation, (harness: Harness) => Promise<{ input: object; texts: string[] }>>> = {
  async listPosts({ options: { platform } }) {
    const texts = Array.from({ length: seeded }, () => uniqueText())
    for (const text of texts) await platform.seedPost({ by: 'account', text })
    return { input: {}, texts }
  },
  async listComments(harness) {
    const { post, texts } = await seedComments(harness)
    return { input: { post }, texts }
  },
  async listInteractions(harness) {
    const { texts } = await seedComments(harness)
    return { input: {}, texts }
  },
}

async function seedComments({ options: { platform } }: Harness) {
  const post = await platform.seedPost({ by: 'account', text: uniqueText() })
  const texts = Array.from({ length: seeded }, () => uniqueText('a comment'))
  for (const text of texts) await platform.seedComment({ post, text })
  return { post, texts }
}

const maxPages = 50

/** Lists are read to their end: nothing twice, nothing left out, and a cursor is plain text. */
export function describePagination(harness: Harness, declared: readonly CallOperation[]): void {
  const lists = (Object.keys(seeds) as ListOperation[]).filter((name) => declared.includes(name))

  describe.each(lists)('%s', (operation) => {
    const read = async (input: PageInput) =>
      (await harness.run(operation, input as InputOf<typeof operation>)) as Page<Item>

    test('ends, repeats nothing and leaves nothing out', async () => {
      const { input, texts } = await seeds[operation](harness)
      const items: Item[] = []
      let cursor: string | undefined
      let pages = 0
      do {
        const page = await read({ ...input, limit: 2, cursor })
        checkOutput(operation, page)
        items.push(...page.items)
        cursor = page.nextCursor
        pages += 1
      } while (cursor !== undefined && pages < maxPages)
      expect(cursor, 'the last page has no cursor').toBeUndefined()
      const ids = items.map(({ ref }) => ref.id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(items.map(({ text }) => text)).toEqual(expect.arrayContaining(texts))
      expect(pages, 'the limit reaches the platform').toBeGreaterThan(1)
    })

    test('an empty list is a page without items', async () => {
      const { options } = harness
      const post = await options.platform.seedPost({ by: 'account', text: uniqueText() })
      if (operation === 'listPosts') return expect((await read({})).items.length).toBeGreaterThan(0)
      const page = (await harness.run(operation, { post } as InputOf<typeof operation>)) as Page<Item>
      expect(page.items.filter(({ ref }) => ref.id === post.id)).toEqual([])
      expect(page.warnings).toEqual([])
    })

    test.each(['not a cursor', '{"cursor":', '\u0000', '{}', 'bm90IG91cnM='])(
      'cursor %j is refused',
      async (cursor) => {
        const { input } = await seeds[operation](harness)
        const { error } = await harness.attempt(operation, { ...input, cursor } as InputOf<typeof operation>)
        expect(TuttiError.isInstance(error), printError(error)).toBe(true)
        expect(error).toMatchObject({ code: expect.stringMatching(/^(?:invalid-input|rejected)$/) })
      },
    )
  })
}
