import { image, memoryMediaStore } from '@tutti/core'
import type { Post } from '@tutti/model'
import { samplePng } from '@tutti/testing'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { BulkFormat, ImportOptions, ImportReport } from '../src/index.ts'
import { at, lastingStore, minuteMs, start, startMs } from './support/start.ts'

const dayMs = 24 * 60 * minuteMs
const csv = { format: 'csv' } as const
const heads = 'id,at,text\n'
const good = '2026-12-05T09:00[Europe/Rome]'

async function begin(plugin = {}) {
  const store = lastingStore()
  const mediaStore = { ...memoryMediaStore(), durable: true }
  const started = await start({ store, plugin, mediaStore, channels: ['blog'] })
  return { ...started, scheduler: started.tutti.scheduler, bulk: started.tutti.scheduler.bulk }
}

type Bulk = Awaited<ReturnType<typeof begin>>['bulk']

async function exported(bulk: Bulk, format: BulkFormat): Promise<string> {
  let text = ''
  for await (const piece of bulk.export({ format })) text += piece
  return text
}

const errorsOf = (report: ImportReport) =>
  report.rows.flatMap(({ row, issues }) =>
    issues.filter(({ severity }) => severity === 'error').map(({ code, path }) => [row, code, path]),
  )

describe('rows of a spreadsheet', () => {
  test('become posts at their times, or drafts without one, and go out', async () => {
    const { bulk, scheduler, clock, texts, tutti } = await begin()
    const told: string[] = []
    tutti.on('scheduler.scheduled', ({ scheduled }) => told.push(scheduled.id))
    const report = await bulk.import(
      [
        'ID,At,timeZone,channels,text,campaign,more,note',
        `one,${good},,shop,"Fresh ""rolls"", and bread",spring,"{""perChannel"":{""shop"":{""text"":""Rolls!""}}}",for Ada`,
        'two,2026-12-05 10:00,America/New_York,"shop, blog",Two,,,',
        ',,,,Three,,,',
        '',
      ].join('\r\n'),
      { ...csv, id: 'december', by: 'ada' },
    )
    expect(report).toMatchObject({ id: 'december', isImported: true, isDryRun: false })
    expect(report.counts).toEqual({ new: 3, present: 0, skipped: 0, refused: 0 })
    expect(report.rows).toMatchObject([
      { row: 2, id: 'one', outcome: 'new', state: 'scheduled', at: Date.UTC(2026, 11, 5, 8) },
      { row: 3, id: 'two', state: 'scheduled', at: Date.UTC(2026, 11, 5, 15) },
      { row: 4, state: 'draft', at: undefined },
    ])
    expect(told).toEqual(['one', 'two'])
    expect(await scheduler.list({ origin: { kind: 'import', id: 'december' } })).toMatchObject([
      { id: 'one', authors: ['ada'], campaign: 'spring', history: [{ action: 'import', by: 'ada' }] },
      { id: 'two' },
    ])
    expect((await scheduler.approvals.auditLog({ id: 'one' })).map(({ action }) => action)).toEqual(['import'])
    await clock.advance(6 * dayMs)
    expect(texts().sort()).toEqual(['Rolls!', 'Two', 'Two'])
  })

  test('one wrong row in the middle, and nothing is in the calendar', async () => {
    const { bulk, scheduler, store } = await begin()
    const rows = Array.from({ length: 60 }, (_, index) =>
      index === 30 ? 'wrong,2026-12-05T09:00,No zone' : `n${index},${good},Text ${index}`,
    )
    const report = await bulk.import(heads + rows.join('\n'), csv)
    expect(report.isImported).toBe(false)
    expect(report.counts).toMatchObject({ new: 59, refused: 1 })
    expect(report.rows[30]).toMatchObject({ row: 32, outcome: 'refused' })
    expect(report.rows[30]?.issues).toMatchObject([
      { severity: 'error', code: 'schedule-zone-missing', path: 'at', advice: expect.stringContaining('Europe/Rome') },
    ])
    expect(await scheduler.list()).toEqual([])
    // Nothing is left of it either.
    const { documents, due } = store.scope('default', 'scheduler')
    for (const name of ['posts', 'by-time', 'batches', 'open-batches']) expect(await documents.list(name)).toEqual([])
    expect(await due.list('posts')).toEqual([])
  })

  test('a dry run says the same and writes nothing', async () => {
    const { bulk, store } = await begin()
    const report = await bulk.import(`${heads}a,${good},Text`, { ...csv, dryRun: true })
    expect(report).toMatchObject({ isDryRun: true, isImported: false, rows: [{ outcome: 'new', state: 'scheduled' }] })
    expect(await store.scope('default', 'scheduler').documents.list('posts')).toEqual([])
  })

  test.each<[string, string, (string | number | undefined)[][]]>([
    ['an empty file', '', [[1, 'invalid-input', undefined]]],
    ['a column that nobody knows', `${heads.trim()},txet\na,,x,y`, [[1, 'invalid-input', 'txet']]],
    [
      'columns from a prototype',
      'text,at,__proto__,constructor\nx,,y,z',
      [
        [1, 'invalid-input', '__proto__'],
        [1, 'invalid-input', 'constructor'],
      ],
    ],
    ['a missing column', `id,at\na,${good}`, [[1, 'invalid-input', 'text']]],
    ['a column twice', 'text,at,Text\nx,,y', [[1, 'invalid-input', 'text']]],
    ['a quote that nobody closed', `${heads}a,${good},"x\nb,${good},y`, [[2, 'invalid-input', undefined]]],
    ['a quote in the middle', `${heads}a,${good},x\nb,${good},"y" z`, [[3, 'invalid-input', undefined]]],
    ['too many cells', `${heads}a,${good},x,y`, [[2, 'invalid-input', undefined]]],
    ['a past time', `${heads}a,2020-01-01T09:00Z,x`, [[2, 'schedule-in-past', 'at']]],
    ['an id twice', `${heads}a,${good},x\na,${good},y`, [[3, 'invalid-input', 'id']]],
    ['no text', `${heads}a,${good},`, [[2, 'invalid-input', 'text']]],
    [
      'too long a text',
      `${heads}a,${good},${'x'.repeat(5000)}`,
      [
        [2, 'text-too-long', 'text'],
        [2, 'text-too-long', 'text'],
      ],
    ],
    ['no such channel', `${heads.trim()},channels\na,${good},x,nowhere`, [[2, 'unknown-channel', 'channels[0]']]],
    ['no such state', `${heads.trim()},state\na,${good},x,planned`, [[2, 'invalid-input', 'state']]],
    ['a zone in two places', `${heads.trim()},timeZone\na,${good},x,Asia/Tokyo`, [[2, 'invalid-input', 'timeZone']]],
    ['a zone that is none', `${heads.trim()},timeZone\na,2026-12-05T09:00,x,Mars`, [[2, 'invalid-input', 'timeZone']]],
    ['a member in two places', `${heads.trim()},more\na,${good},x,"{""text"":""y""}"`, [[2, 'invalid-input', 'more']]],
    ['more that is none', `${heads.trim()},more\na,${good},x,[]`, [[2, 'invalid-input', 'more']]],
    [
      'a member from a prototype',
      `${heads.trim()},more\na,${good},x,"{""__proto__"":{""text"":""y""}}"`,
      [[2, 'invalid-input', '__proto__']],
    ],
    [
      'media that nobody vouches for',
      `${heads.trim()},media\na,${good},x,/etc/passwd`,
      [[2, 'invalid-input', 'media']],
    ],
  ])('%s is refused with its place', async (_what, text, errors) => {
    const { bulk, scheduler } = await begin()
    const report = await bulk.import(text, csv)
    expect(errorsOf(report)).toEqual(errors)
    for (const { issues } of report.rows) for (const { advice } of issues) expect(advice).not.toBe('')
    expect(report.isImported).toBe(false)
    expect(await scheduler.list()).toEqual([])
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('marks before the text, other delimiters, pieces of bytes, and bytes that are no UTF-8', async () => {
    const { bulk } = await begin()
    const bytes = new TextEncoder().encode(`\ufeffid;at;text\n"a";${good};Brötchen; \n`.replace('; \n', '\n'))
    async function* pieces() {
      for (const byte of bytes) yield Uint8Array.of(byte)
    }
    expect(await bulk.import(pieces(), csv)).toMatchObject({ isImported: true, rows: [{ row: 2, id: 'a' }] })
    expect(await bulk.import(`id\tat\ttext\nb\t${good}\ta, b; c`, csv)).toMatchObject({ isImported: true })
    const latin = await bulk.import(Uint8Array.from([...new TextEncoder().encode(`${heads}c,,Br`), 0xf6]), csv)
    expect(latin.rows[0]?.issues[0]?.message).toContain('UTF-8')
    expect((await exported(bulk, 'csv')).split('\r\n')[1]).toContain('"Brötchen"')
  })
})

describe('again', () => {
  const text = `${heads}a,${good},Own id\n,${good},No id\n,${good},No id\n,,Draft\n`

  test('the same file places nothing twice, whatever became of its posts', async () => {
    const { bulk, scheduler, clock, texts } = await begin()
    const first = await bulk.import(text, csv)
    expect(first.counts).toMatchObject({ new: 4 })
    expect(new Set(first.rows.map(({ id }) => id)).size).toBe(4)
    const again = await bulk.import(text, csv)
    expect(again).toMatchObject({ isImported: true, counts: { new: 0, present: 4 } })
    await scheduler.reschedule('a', { at: '2026-12-06T09:00[Europe/Rome]' })
    await scheduler.cancel(first.rows[1]?.id ?? '')
    await clock.advance(5.5 * dayMs)
    expect((await bulk.import(`${text},${at(20_000)},More\n`, csv)).counts).toEqual({
      new: 1,
      present: 4,
      skipped: 0,
      refused: 0,
    })
    await clock.advance(2 * dayMs)
    expect(texts().sort()).toEqual(['No id', 'No id', 'Own id', 'Own id'])
  })

  test('an id with other content is refused', async () => {
    const { bulk, scheduler } = await begin()
    await scheduler.schedule({ id: 'a', text: 'Own id' }, { at: good })
    expect((await bulk.import(text, csv)).counts).toMatchObject({ new: 3, present: 1 })
    const other = await bulk.import(`${heads}a,${good},Changed\nb,${good},New`, csv)
    expect(errorsOf(other)).toEqual([[2, 'already-published', 'id']])
    expect((await scheduler.list()).map(({ id }) => id)).not.toContain('b')
  })
})

describe('approval', () => {
  const text = `${heads.trim()},state\na,${good},A,\nb,${good},B,draft\nc,${good},C,submitted\nd,${good},D,approved\ne,${good},E,scheduled\nf,${good},F,fired`

  test.each<[string, object, Partial<ImportOptions>, string[]]>([
    ['optional', {}, {}, ['scheduled', 'draft', 'submitted', 'submitted', 'scheduled']],
    ['required', { approval: 'required' }, {}, ['submitted', 'draft', 'submitted', 'submitted', 'submitted']],
    ['all as drafts', {}, { as: 'draft' }, ['draft', 'draft', 'draft', 'draft', 'draft']],
  ])('%s: no file brings its approval along', async (_what, plugin, options, states) => {
    const { bulk, clock, texts } = await begin(plugin)
    const report = await bulk.import(text, { ...csv, ...options })
    expect(report.rows.flatMap(({ state }) => state ?? [])).toEqual(states)
    expect(report.rows[5]).toMatchObject({ outcome: 'skipped', issues: [{ severity: 'warning', path: 'state' }] })
    await clock.advance(7 * dayMs)
    expect(texts().length).toBe(2 * states.filter((state) => state === 'scheduled').length)
  })

  test('a draft may have issues, and they are told', async () => {
    const { bulk } = await begin()
    const report = await bulk.import(`${heads}a,,${'x'.repeat(5000)}`, csv)
    expect(report).toMatchObject({ isImported: true, rows: [{ state: 'draft' }] })
    expect(report.rows[0]?.issues).toMatchObject([{ channel: 'shop' }, { channel: 'blog' }])
  })
})

const trickyPosts: Post[] = [
  { id: 'formula', text: '=HYPERLINK("http://evil.example","Click")' },
  { id: 'minus', text: '-1+1|cmd' },
  { id: 'apostrophe', text: "'=1+1" },
  { id: 'tis', text: "'tis the season" },
  { id: 'lines', text: 'one\n\n"two", three;\r\nfour\tfive ' },
  { id: '@mention', text: '@ada hello', title: '+1', labels: { campaign: '=1', pillar: 'p' } },
  {
    id: 'all',
    text: 'All of it 🎉',
    channels: ['shop'],
    languages: ['de', 'en-GB'],
    firstComment: 'First!',
    link: { url: 'https://example.org/a,b', title: 'T', description: 'D' },
    perChannel: { blog: { text: 'Blog' }, shop: { text: 'Shop' } },
    labels: {},
  },
  { id: 'thread', text: 'One', thread: [{ text: 'Two' }, { text: 'Three' }] },
  { id: 'empty, title', text: 'x', title: 'with, comma', link: { url: 'https://example.org/?a=1,2' } },
]

describe.each<BulkFormat>(['csv', 'json', 'ics'])('%s comes back as it went', (format) => {
  test('posts, drafts and odd times', async () => {
    const from = await begin()
    for (const post of trickyPosts) {
      await from.scheduler.approvals.draft(post, { by: { id: 'w', role: 'writer' }, at: good })
    }
    await from.scheduler.schedule(
      { id: 'later', text: 'x' },
      { at: '2027-10-31T02:30[Europe/Rome]', disambiguation: 'later' },
    )
    await from.scheduler.schedule({ id: 'gap', text: 'x' }, { at: '2027-03-28T02:30[Europe/Rome]' })
    await from.scheduler.schedule({ id: 'utc', text: 'x' }, { at: '2027-03-28T02:30Z' })
    const text = await exported(from.bulk, format)
    const to = await begin()
    const report = await to.bulk.import(text, { format })
    expect(errorsOf(report)).toEqual([])
    expect(report).toMatchObject({ isImported: true, counts: { new: trickyPosts.length + 3 } })
    for (const old of await from.scheduler.list()) {
      const copy = await to.scheduler.get(old.id)
      expect({ ...copy.post, id: old.id }).toEqual(JSON.parse(JSON.stringify({ ...old.post, id: old.id })))
      expect([copy.at, copy.state]).toEqual([old.at, old.state])
      if (format !== 'ics') {
        expect([copy.wallTime, copy.timeZone, copy.adjusted, copy.disambiguation]).toEqual([
          old.wallTime,
          old.timeZone,
          old.adjusted,
          old.disambiguation,
        ])
      }
    }
    expect(await exported(to.bulk, format)).toBe(text)
    // And in its own calendar it is there already.
    expect((await from.bulk.import(text, { format })).counts).toMatchObject({ new: 0, refused: 0 })
  })

  test('what holds a Blob is written, and not taken for whole', async () => {
    const from = await begin()
    const media = [image(new Blob([samplePng(1)]), { alt: 'A square' })]
    await from.scheduler.schedule({ id: 'blob', text: 'With a picture', media }, { at: good })
    const text = await exported(from.bulk, format)
    expect((await from.bulk.import(text, { format })).counts).toMatchObject({ present: 1, refused: 0 })
    const to = await begin()
    const report = await to.bulk.import(text, { format })
    expect(report.isImported).toBe(false)
    expect(errorsOf(report)).toEqual([[format === 'csv' ? 2 : 1, 'invalid-input', 'state']])
  })
})

test('a spreadsheet finds no formula in any cell', async () => {
  const { scheduler, bulk } = await begin()
  for (const post of trickyPosts) await scheduler.approvals.draft(post, { by: { id: 'w', role: 'writer' }, at: good })
  const text = await exported(bulk, 'csv')
  const cells: string[] = parse(text).flat()
  expect(cells.length).toBe(18 * (trickyPosts.length + 1))
  expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([])
})

describe('JSON', () => {
  const item = `{"id":"a","at":"${good}","text":"A [1] \\"{\\\\"}`

  test.each<[string, string, number]>([
    ['an array', `[${item}, {"text":"b"}]`, 2],
    ['one after another', `${item}\n{"text":"b"}`, 2],
    ['an empty array', ' [ ] ', 0],
  ])('%s', async (_what, text, count) => {
    const { bulk } = await begin()
    async function* letters() {
      yield* text
    }
    expect(await bulk.import(letters(), { format: 'json' })).toMatchObject({ isImported: true, counts: { new: count } })
  })

  test.each<[string, string, (string | number | undefined)[]]>([
    ['no JSON', 'hello', [1, 'invalid-input', undefined]],
    ['an end too early', `[${item}`, [2, 'invalid-input', undefined]],
    ['something behind', `[${item}] x`, [2, 'invalid-input', undefined]],
    ['no comma', `[${item} ${item}]`, [2, 'invalid-input', undefined]],
    ['a broken item', `[${item}, {"text": }]`, [2, 'invalid-input', undefined]],
    ['an unknown member', '[{"text":"x","txt":1}]', [1, 'invalid-input', 'txt']],
    ['a member of the prototype', '[{"text":"x","__proto__":{"title":"y"}}]', [1, 'invalid-input', '__proto__']],
    [
      'what is nested without end',
      `[{"text":"x","platformOptions":${'['.repeat(200_000)}${']'.repeat(200_000)}}]`,
      [1, 'invalid-input', undefined],
    ],
    ['a time that is no text', '[{"text":"x","at":5}]', [1, 'invalid-input', 'at']],
  ])('%s is refused', async (_what, text, error) => {
    const { bulk } = await begin()
    const report = await bulk.import(text, { format: 'json' })
    expect(report.isImported).toBe(false)
    expect(errorsOf(report)).toEqual([error])
  })
})

describe('two at once', () => {
  test('of two imports of the same file at once one has all of it, and nothing is doubled', async () => {
    const { bulk, scheduler } = await begin()
    const text = heads + Array.from({ length: 100 }, (_, index) => `n${index},${good},Text ${index}`).join('\n')
    const results = await Promise.allSettled([bulk.import(text, csv), bulk.import(text, csv)])
    const done = results.filter((result) => result.status === 'fulfilled' && result.value.isImported)
    expect(done.length).toBeGreaterThan(0)
    expect((await scheduler.list()).length).toBe(100)
    expect(await bulk.import(text, csv)).toMatchObject({ isImported: true, counts: { present: 100 } })
  })

  test('nobody sees a part of an import that is under way', async () => {
    const { bulk, scheduler } = await begin()
    const seen = new Set<number>()
    async function* slow() {
      yield heads
      for (let index = 0; index < 200; index += 1) {
        yield `n${index},${good},Text ${index}\n`
        seen.add((await scheduler.list()).length)
        await expect(scheduler.get(`n${index - 100}`)).rejects.toMatchObject({ code: 'schedule-not-found' })
      }
    }
    expect(await bulk.import(slow(), csv)).toMatchObject({ isImported: true })
    expect([...seen]).toEqual([0])
    expect((await scheduler.list()).length).toBe(200)
  })

  test('one that is given up leaves nothing, and what it began is tidied up when its process has died', async () => {
    const { bulk, scheduler, store, clock } = await begin()
    const stop = new AbortController()
    async function* endless() {
      yield heads
      for (let index = 0; ; index += 1) {
        yield `n${index},${good},Text ${index}\n`
        if (index === 180) stop.abort(new Error('enough'))
      }
    }
    await expect(bulk.import(endless(), { ...csv, signal: stop.signal })).rejects.toThrow('enough')
    const { documents, due } = store.scope('default', 'scheduler')
    expect(await documents.list('posts')).toEqual([])
    // As a process leaves it that dies in the middle.
    const never = new Promise<never>(() => {})
    async function* dying() {
      yield heads
      for (let index = 0; index < 120; index += 1) yield `d${index},${good},Text ${index}\n`
      await never
    }
    void bulk.import(dying(), csv)
    await expect.poll(async () => (await documents.list('posts')).length).toBe(100)
    expect(await scheduler.list()).toEqual([])
    // A person may use one of the ids meanwhile only when nothing can come of it.
    await expect(scheduler.schedule({ id: 'd0', text: 'x' }, { at: good })).rejects.toMatchObject({
      code: 'already-published',
    })
    await clock.advance(dayMs + 61 * minuteMs)
    expect(await documents.list('posts')).toEqual([])
    expect(await due.list('posts')).toEqual([])
    expect(await documents.list('open-batches')).toEqual([])
    await scheduler.schedule({ id: 'd0', text: 'x' }, { at: good })
    expect(startMs).toBeLessThan(clock.now())
  })
})
