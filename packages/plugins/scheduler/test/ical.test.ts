import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { ImportReport, SeriesInput } from '../src/index.ts'
import { start } from './support/start.ts'

const ics = { format: 'ics' } as const
const good = '2026-12-05T09:00[Europe/Rome]'

async function begin() {
  const started = await start({ channels: ['blog'] })
  const { bulk } = started.tutti.scheduler
  const exported = async () => {
    let text = ''
    for await (const piece of bulk.export(ics)) text += piece
    return text
  }
  return { ...started, scheduler: started.tutti.scheduler, bulk, exported }
}

const calendarOf = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...events, 'END:VCALENDAR', ''].join('\r\n')
const eventOf = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')

const errorsOf = (report: ImportReport) =>
  report.rows.flatMap(({ row, issues }) => issues.map(({ code, path }) => [row, code, path]))
const eventsOf = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
const textOf = (event: ICAL.Component | undefined, name: string) => String(event?.getFirstPropertyValue(name))

describe('what is written', () => {
  test('wall time and zone, text that can end no line, folded lines, a UID that stays', async () => {
    const { scheduler, exported, clock } = await begin()
    const text = `Evil; text, with \\ and\r\nBEGIN:VEVENT\nEND:VCALENDAR ${'🎉'.repeat(60)}`
    await scheduler.schedule({ id: 'a', text, labels: { campaign: 'spring' } }, { at: good })
    const written = await exported()
    // The library folds at 75, without the space that a fold adds.
    for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(76)
    expect(written.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const [event, ...others] = eventsOf(written)
    expect(others).toEqual([])
    expect(textOf(event, 'uid')).toBe('a@post.tutti')
    expect(textOf(event, 'description')).toBe(text.replaceAll('\r\n', '\n'))
    expect(written).toContain('DTSTART;TZID=Europe/Rome:20261205T090000\r\n')
    expect(textOf(event, 'status')).toBe('CONFIRMED')
    await clock.advance(1000)
    await scheduler.reschedule('a', { at: '2026-12-06T08:00Z' })
    expect(await exported()).toContain('DTSTART:20261206T080000Z\r\n')
    expect(textOf(eventsOf(await exported())[0], 'uid')).toBe('a@post.tutti')
  })

  test.each([
    'Europe/Rome',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Antarctica/Troll',
  ])('the zone %s, so that a program without zones finds the same instants', async (timeZone) => {
    const { scheduler, exported } = await begin()
    const days = ['2027-01-15', '2027-04-05', '2027-07-15', '2027-10-10', '2028-12-01', '2029-06-30']
    for (const day of days) await scheduler.schedule({ id: day, text: 'x' }, { at: `${day}T12:00[${timeZone}]` })
    const calendar = new ICAL.Component(ICAL.parse(await exported()))
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') as ICAL.Component)
    expect(zone.tzid).toBe(timeZone)
    for (const event of calendar.getAllSubcomponents('vevent')) {
      const time = event.getFirstPropertyValue('dtstart') as ICAL.Time
      time.zone = zone
      const { at } = await scheduler.get(textOf(event, 'uid').replace('@post.tutti', ''))
      expect(time.toUnixTime() * 1000).toBe(at)
    }
  })
})

describe('series', () => {
  const input: SeriesInput = {
    id: 'tips',
    posts: [{ text: 'One', labels: { campaign: 'tips' } }, { text: 'Two' }],
    rule: 'FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270401',
    start: '2026-12-02T09:00',
    exceptDates: ['2026-12-14T09:00'],
    order: 'shuffle',
  }

  test('are one event, with what was left out, moved and cancelled, and come back', async () => {
    const from = await begin()
    await from.scheduler.series.create(input)
    await from.scheduler.series.create({
      id: 'daily',
      post: { text: 'Daily' },
      rule: 'FREQ=DAILY;COUNT=5',
      start: '2026-12-01T07:00',
      timeZone: 'UTC',
    })
    const [first, second] = (await from.scheduler.list({ origin: { kind: 'series', id: 'tips' } })).map(({ id }) => id)
    expect([first, second]).toEqual(['tips.2026-12-03T09:00:00', 'tips.2026-12-07T09:00:00'])
    await from.scheduler.reschedule(first ?? '', { at: '2026-12-03T11:00[Europe/Rome]' })
    await from.scheduler.cancel(second ?? '')
    const text = await from.exported()
    const events = eventsOf(text)
    expect(events.map((event) => textOf(event, 'uid')).sort()).toEqual([
      'daily@series.tutti',
      'tips@series.tutti',
      'tips@series.tutti',
    ])
    expect(text).toContain('RRULE:FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270401T215959Z\r\n')
    expect(text).toContain('EXDATE;TZID=Europe/Rome:20261207T090000\r\n')
    expect(text).toContain('EXDATE;TZID=Europe/Rome:20261214T090000\r\n')
    expect(text).toContain('RECURRENCE-ID;TZID=Europe/Rome:20261203T090000\r\n')

    const to = await begin()
    const report = await to.bulk.import(text, ics)
    expect(report).toMatchObject({ isImported: true, counts: { new: 3 } })
    const [series, copy] = [await from.scheduler.series.get('tips'), await to.scheduler.series.get('tips')]
    expect(copy).toMatchObject({ posts: series.posts, rule: series.rule, start: series.start, order: 'shuffle' })
    const wallTimes = async ({ scheduler }: typeof to) =>
      (await scheduler.list({ states: ['scheduled'] })).map(({ id, wallTime }) => [id, wallTime])
    expect(await wallTimes(to)).toEqual(await wallTimes(from))
    expect((await to.bulk.import(text, ics)).counts).toEqual({ new: 0, present: 3, skipped: 0, refused: 0 })
    // The other one has its cancelled occurrence, and so has not what the file says.
    await from.clock.advance(7 * 86_400_000)
    await to.clock.advance(7 * 86_400_000)
    expect(to.texts()).toEqual(from.texts())
  })

  test('of another program: rule, exceptions in any form, a moved one, one that was cancelled', async () => {
    const { bulk, scheduler } = await begin()
    const zone = 'TZID=America/New_York'
    const text = calendarOf(
      eventOf(
        'UID:weekly@example.org',
        `DTSTART;${zone}:20261201T093000`,
        'RRULE:FREQ=WEEKLY;COUNT=8',
        `EXDATE;${zone}:20261208T093000`,
        'EXDATE:20261215T143000Z',
        'EXDATE;VALUE=DATE:20261222',
        'SUMMARY:Market day',
        'DESCRIPTION:Fresh bread\\, at the market.\\nCome early!',
        'URL:https://example.org/market',
        'CATEGORIES:market',
      ),
      eventOf(
        'UID:weekly@example.org',
        `RECURRENCE-ID;${zone}:20261229T093000`,
        `DTSTART;${zone}:20261230T100000`,
        'SUMMARY:A day later',
      ),
      eventOf(
        'UID:weekly@example.org',
        `RECURRENCE-ID;${zone}:20270105T093000`,
        `DTSTART;${zone}:20270105T093000`,
        'STATUS:CANCELLED',
        'SUMMARY:x',
      ),
    )
    const report = await bulk.import(text, ics)
    expect(report).toMatchObject({
      isImported: true,
      rows: [{ outcome: 'new', kind: 'series' }, { outcome: 'new', kind: 'post' }, { outcome: 'skipped' }],
    })
    expect(await scheduler.series.get('weekly@example.org')).toMatchObject({
      posts: [
        {
          text: 'Fresh bread, at the market.\nCome early!',
          link: { url: 'https://example.org/market' },
          labels: { campaign: 'market' },
        },
      ],
      timeZone: 'America/New_York',
    })
    const range = { from: Date.UTC(2026, 11, 1), to: Date.UTC(2027, 5, 1) }
    const occurrences = await scheduler.series.occurrences('weekly@example.org', range)
    expect(occurrences.map(({ wallTime }) => wallTime.slice(0, 10))).toEqual([
      '2026-12-01',
      '2026-12-29',
      '2027-01-12',
      '2027-01-19',
    ])
    expect(await scheduler.get('weekly@example.org.2026-12-29T09:30:00')).toMatchObject({
      wallTime: '2026-12-30T10:00:00',
    })
  })
})

describe('events of other programs', () => {
  test('become posts or drafts', async () => {
    const { bulk, scheduler } = await begin()
    const text = calendarOf(
      eventOf('UID:a', 'DTSTART;TZID=Europe/Rome:20261205T090000', 'SUMMARY:Only a title'),
      eventOf('UID:b', 'DTSTART:20261205T090000Z', 'SUMMARY:Tentative', 'STATUS:TENTATIVE'),
      eventOf('UID:c', 'DTSTART:20261205T090000Z', 'SUMMARY:Over', 'STATUS:CANCELLED'),
    )
    expect(await bulk.import(text, ics)).toMatchObject({ isImported: true, counts: { new: 2, skipped: 1 } })
    expect(await scheduler.list()).toMatchObject([
      { id: 'a', state: 'scheduled', timeZone: 'Europe/Rome', post: { text: 'Only a title' } },
      { id: 'b', state: 'draft', timeZone: 'UTC' },
    ])
    const again = await bulk.import(text.replaceAll('\r\n', '\n'), ics)
    expect(again.counts).toEqual({ new: 0, present: 2, skipped: 1, refused: 0 })
  })

  test('an event of ours that was changed there: its words and its time count', async () => {
    const from = await begin()
    await from.scheduler.schedule({ id: 'a', text: 'Old', firstComment: 'First!' }, { at: good })
    const text = (await from.exported())
      .replace('DESCRIPTION:Old', 'DESCRIPTION:New')
      .replace('20261205T09', '20261206T10')
    const to = await begin()
    await to.bulk.import(text, ics)
    expect(await to.scheduler.get('a')).toMatchObject({
      post: { text: 'New', firstComment: 'First!' },
      wallTime: '2026-12-06T10:00:00',
    })
  })

  const event = (...lines: string[]) =>
    calendarOf(eventOf('UID:ok', 'DTSTART:20261205T090000Z', 'SUMMARY:Good'), eventOf(...lines))
  test.each<[string, string, (string | number | undefined)[]]>([
    ['no calendar', 'hello', [1, 'invalid-input', undefined]],
    ['an empty one', calendarOf(), [1, 'invalid-input', undefined]],
    ['one that is cut off', calendarOf().slice(0, 40), [1, 'invalid-input', undefined]],
    [
      'a floating time',
      event('UID:x', 'DTSTART:20261205T090000', 'SUMMARY:x'),
      [2, 'schedule-zone-missing', 'dtstart'],
    ],
    ['a whole day', event('UID:x', 'DTSTART;VALUE=DATE:20261205', 'SUMMARY:x'), [2, 'invalid-input', 'dtstart']],
    [
      'an unknown zone',
      event('UID:x', 'DTSTART;TZID=W. Europe:20261205T090000', 'SUMMARY:x'),
      [2, 'invalid-input', 'dtstart'],
    ],
    ['no start', event('UID:x', 'SUMMARY:x'), [2, 'invalid-input', 'dtstart']],
    ['no UID', event('DTSTART:20261205T090000Z', 'SUMMARY:x'), [2, 'invalid-input', 'uid']],
    ['no text', event('UID:x', 'DTSTART:20261205T090000Z'), [2, 'invalid-input', 'text']],
    ['a past time', event('UID:x', 'DTSTART:20201205T090000Z', 'SUMMARY:x'), [2, 'schedule-in-past', 'at']],
    [
      'a flood',
      event('UID:x', 'DTSTART:20261205T090000Z', 'RRULE:FREQ=SECONDLY', 'SUMMARY:x'),
      [2, 'recurrence-invalid', 'rule'],
    ],
    [
      'dates beside the rule',
      event('UID:x', 'DTSTART:20261205T090000Z', 'RDATE:20261206T090000Z', 'SUMMARY:x'),
      [2, 'invalid-input', 'rdate'],
    ],
    [
      'two rules',
      event('UID:x', 'DTSTART:20261205T090000Z', 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY', 'SUMMARY:x'),
      [2, 'invalid-input', 'rrule'],
    ],
    [
      'a start that is not of its rule',
      event('UID:x', 'DTSTART:20261205T090000Z', 'RRULE:FREQ=WEEKLY;BYDAY=MO', 'SUMMARY:x'),
      [2, 'invalid-input', 'dtstart'],
    ],
    ['an id twice', event('UID:ok', 'DTSTART:20261206T090000Z', 'SUMMARY:x'), [2, 'invalid-input', 'id']],
    [
      'media in data of ours',
      event(
        'UID:x',
        'DTSTART:20261205T090000Z',
        `X-TUTTI-POST:${Buffer.from('{"text":"x","media":[{"kind":"document","source":{"path":"/etc/passwd"}}]}').toString('base64url')}`,
      ),
      [2, 'invalid-input', 'media'],
    ],
  ])('%s is refused, and nothing is imported', async (_what, text, error) => {
    const { bulk, scheduler } = await begin()
    const report = await bulk.import(text, ics)
    expect(errorsOf(report)).toEqual([error])
    expect(report.isImported).toBe(false)
    expect(await scheduler.list()).toEqual([])
    expect(await scheduler.series.list()).toEqual([])
  })
})
