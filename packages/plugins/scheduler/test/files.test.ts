import type { Post } from '@tutti/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCsv } from '../src/bulk/csv/read-csv.ts'
import { writeCsv } from '../src/bulk/csv/write-csv.ts'
import { readIcal } from '../src/bulk/ical/read-ical.ts'
import { readJson } from '../src/bulk/json/read-json.ts'
import { writeJson } from '../src/bulk/json/write-json.ts'
import { readText } from '../src/bulk/read-text.ts'
import type { PostRow, ReadRow, WrittenPost } from '../src/bulk/row.ts'

type Read = (text: AsyncIterable<string>) => AsyncIterable<ReadRow>

async function* of<T>(...items: T[]) {
  yield* items
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** The text in pieces of any length. */
function cut(text: string, lengths: readonly number[]) {
  const pieces: string[] = []
  let start = 0
  for (const length of lengths) {
    pieces.push(text.slice(start, start + length))
    start += length
  }
  return of(...pieces, text.slice(start))
}

// Whatever people and spreadsheets put into cells; half characters are refused elsewhere.
const nasty = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\ufeff',
  '\u0000',
  '＝',
  '{',
  '[',
  '\\',
  '\u2028',
  '🎉',
  ' ',
  'a',
)
const text = fc.oneof(
  fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
)
const full = text.filter((one) => one !== '')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const url = fc.constantFrom('https://example.org/a.png', 'https://example.org/?a=1,2', './a b.mp4', "'=x.pdf", ' x ')
const media = fc.array(
  fc.record({
    kind: fc.constantFrom('image', 'video', 'document'),
    source: url.map((one) => ({ url: one })),
    alt: maybe(text),
  }),
  { maxLength: 3 },
)
const post = fc.record({
  text,
  title: maybe(text),
  firstComment: maybe(full),
  contentWarning: maybe(text),
  channels: maybe(fc.array(full, { maxLength: 3 })),
  languages: maybe(fc.array(fc.constantFrom('de', 'en-GB'), { maxLength: 2 })),
  link: maybe(fc.record({ url, title: maybe(text) })),
  media: maybe(media),
  labels: maybe(fc.record({ campaign: maybe(text), goal: maybe(text), pillar: maybe(text) })),
  perChannel: maybe(fc.dictionary(full, fc.record({ text }))),
})
const written = fc.record({
  id: full,
  state: fc.constantFrom('draft', 'scheduled'),
  disambiguation: fc.constantFrom('compatible', 'later'),
  post,
})

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe.each<[string, typeof writeCsv, Read]>([
  ['CSV', writeCsv, readCsv],
  ['JSON', writeJson, readJson],
])('%s', (_format, write, read) => {
  test('any post comes back as it went, in whatever pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { maxLength: 3 }),
        fc.array(fc.nat(40), { maxLength: 20 }),
        async (posts, lengths) => {
          const file = (await all(write(of(...(posts as unknown as WrittenPost[]))))).join('')
          const rows = await all(read(readText(cut(file, lengths))))
          expect(rows.flatMap(({ issues }) => issues)).toEqual([])
          expect(rows.map(({ value }) => plain((value as PostRow).post))).toEqual(
            posts.map((one) => plain(one.post as Post)),
          )
          expect(rows.map(({ value }) => [value?.id, (value as PostRow).state])).toEqual(
            posts.map(({ id, state }) => [id, state]),
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe.each<[string, Read, string[]]>([
  ['CSV', readCsv, ['text,at\n', 'text;at\n', '"', ',', '\n', 'a', '\r', ';']],
  ['JSON', readJson, ['{', '}', '[', ']', ',', '"text":"x"', '"', '\\', ' ', '1']],
  [
    'iCalendar',
    readIcal,
    [
      'BEGIN:VCALENDAR\r\n',
      'END:VCALENDAR\r\n',
      'BEGIN:VEVENT\r\n',
      'END:VEVENT\r\n',
      'UID:a\r\n',
      'DTSTART:20270101T000000Z\r\n',
      'RRULE:FREQ=X\r\n',
      'RRULE:FREQ=DAILY;COUNT=\r\n',
      'EXDATE:\r\n',
      'DTSTART:9\r\n',
      'DTSTART;TZID=:20270101T000000\r\n',
      'RECURRENCE-ID:x\r\n',
      ' \r\n',
      ':',
      ';',
      'X',
    ],
  ],
])('%s', (_format, read, parts) => {
  test('whatever is in a file, it is read or refused', async () => {
    const garbage = fc.array(
      fc.oneof({ arbitrary: fc.constantFrom(...parts), weight: 8 }, { arbitrary: fc.string(), weight: 1 }),
      { maxLength: 25 },
    )
    await fc.assert(
      fc.asyncProperty(garbage, async (pieces) => {
        for (const { row, issues, value } of await all(read(of(...pieces)))) {
          expect(row).toBeGreaterThan(0)
          expect(value !== undefined || issues.length > 0).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

test('a file longer than one piece keeps its letters whole', async () => {
  const emojis = '🎉'.repeat(50_000)
  for (const shift of ['', 'a', 'ab', 'abc']) {
    const [row] = await all(readCsv(readText(`text,at\n${shift}${emojis},\n`)))
    const value = row?.value as PostRow | undefined
    expect(value?.post.text === shift + emojis).toBe(true)
  }
})

test('half a letter at the end is no text', async () => {
  await expect(all(readText(of('a', '\ud83c')))).rejects.toThrow('UTF-8')
})
