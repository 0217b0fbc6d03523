import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { checkRecurrence, createRecurrence, type RecurrenceInput } from '../src/time/recurrence.ts'

const recur = (rule: string, start: string, timeZone = 'UTC', more: Partial<RecurrenceInput> = {}) =>
  createRecurrence({ rule, start, timeZone, disambiguation: 'compatible', ...more })
const instant = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const show = (rule: string, start: string, timeZone: string, from: string, to: string) =>
  recur(rule, start, timeZone)
    .between(instant(from), instant(to))
    .map(
      ({ wallTime, at, adjusted }) => `${wallTime.slice(0, 16)} ${new Date(at).toISOString().slice(5, 16)} ${adjusted}`,
    )

test('the 31st comes in months that have one, the last day in all', () => {
  const days = (rule: string) =>
    recur(rule, '2026-01-31T09:00')
      .between(instant('2026-01-01T00:00Z'), instant('2026-07-01T00:00Z'))
      .map(({ wallTime }) => wallTime.slice(5, 10))
  expect(days('FREQ=MONTHLY')).toEqual(['01-31', '03-31', '05-31'])
  expect(days('FREQ=MONTHLY;BYMONTHDAY=-1')).toEqual(['01-31', '02-28', '03-31', '04-30', '05-31', '06-30'])
})

test('Feb 29 and week 53 come when there is one', () => {
  const years = (rule: string, start: string) =>
    recur(rule, start)
      .between(instant('2026-01-01T00:00Z'), instant('2050-01-01T00:00Z'))
      .map(({ wallTime }) => wallTime.slice(0, 10))
  expect(years('FREQ=YEARLY', '2024-02-29T09:00').slice(0, 3)).toEqual(['2028-02-29', '2032-02-29', '2036-02-29'])
  expect(years('FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', '2026-01-01T09:00').slice(0, 3)).toEqual([
    '2026-12-28',
    '2032-12-27',
    '2037-12-28',
  ])
})

test('a wall time that a zone skips or has twice occurs once', () => {
  expect(show('FREQ=DAILY', '2026-01-01T02:30', 'America/New_York', '2026-03-07T12:00Z', '2026-03-09T12:00Z')).toEqual([
    '2026-03-08T02:30 03-08T07:30 gap',
    '2026-03-09T02:30 03-09T06:30 none',
  ])
  expect(show('FREQ=DAILY', '2026-01-01T01:30', 'Europe/London', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
    '2026-10-25T01:30 10-25T00:30 overlap',
    '2026-10-26T01:30 10-26T01:30 none',
  ])
  expect(
    show('FREQ=DAILY', '2026-01-01T02:15', 'Australia/Lord_Howe', '2026-10-03T00:00Z', '2026-10-04T12:00Z'),
  ).toEqual(['2026-10-04T02:15 10-03T15:45 gap'])
  // Apia had no 2011-12-30: it falls on the same instant as the 31st, which is there anyway.
  expect(show('FREQ=DAILY', '2011-12-01T09:00', 'Pacific/Apia', '2011-12-29T00:00Z', '2012-01-01T00:00Z')).toEqual([
    '2011-12-29T09:00 12-29T19:00 none',
    '2011-12-31T09:00 12-30T19:00 none',
    '2012-01-01T09:00 12-31T19:00 none',
  ])
})

test('an end is a wall time, a day, or an instant', () => {
  const count = (until: string) =>
    recur(`FREQ=DAILY;UNTIL=${until}`, '2026-01-01T09:00', 'Europe/Rome').between(0, instant('2027-01-01T00:00Z'))
      .length
  expect(count('20260103T090000')).toBe(3)
  expect(count('20260103T085959')).toBe(2)
  expect(count('20260103')).toBe(3)
  expect(count('20260103T080000Z')).toBe(3)
  expect(count('20260103T075959Z')).toBe(2)
})

test('exceptions are left out, and do not disturb the counting', () => {
  const daily = recur('FREQ=DAILY;COUNT=3', '2026-01-01T09:00', 'UTC', { exceptDates: ['2026-01-02T09:00'] })
  const found = daily.between(0, instant('2027-01-01T00:00Z')).map(({ wallTime }) => wallTime)
  expect(found).toEqual(['2026-01-01T09:00:00', '2026-01-03T09:00:00'])
  expect(found.map((wallTime) => daily.ordinalOf(wallTime))).toEqual([0, 2])
})

test.each([
  ['', 'a part that is none'],
  ['BYDAY=MO', 'lacks FREQ'],
  ['FREQ=SECONDLY', 'FREQ can'],
  ['FREQ=MINUTELY', 'FREQ can'],
  ['FREQ=DAILY;BYSECOND=1', 'not known here: BYSECOND'],
  ['FREQ=DAILY;FOO=1', 'not known here: FOO'],
  ['FREQ=DAILY;CONSTRUCTOR=1', 'not known here'],
  ['FREQ=DAILY;FREQ=WEEKLY', 'FREQ twice'],
  ['FREQ=DAILY;COUNT=3;UNTIL=20300101', 'both COUNT and UNTIL'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL can'],
  ['FREQ=DAILY;BYHOUR=25', 'BYHOUR can'],
  ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY can'],
  ['FREQ=WEEKLY;BYDAY=2MO', 'count days of the week'],
  ['FREQ=MONTHLY;BYWEEKNO=3', 'BYWEEKNO with MONTHLY'],
  ['FREQ=HOURLY;BYMINUTE=0,10,20,30', 'more than 48 times a day'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'does not occur'],
  ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30', 'does not occur'],
  ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'rule'],
  ['FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30', 'rule'],
  ['FREQ=YEARLY;UNTIL=20250101', 'does not occur'],
  ['FREQ=YEARLY;UNTIL=20261399', 'no recurrence rule'],
])('%s is refused', (rule, why) => {
  const input = { rule, start: '2026-01-01T09:00', timeZone: 'UTC', disambiguation: 'compatible' } as const
  expect(() => checkRecurrence(input)).toThrow(
    expect.objectContaining({ code: 'recurrence-invalid', path: 'rule', message: expect.stringContaining(why) }),
  )
})

const zones = [
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Antarctica/Troll',
]

test('whatever the windows are, the same occurrences come: each once, none early, none left out', () => {
  const hours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(2011, 2018, 2026),
      fc.integer({ min: 0, max: 364 }),
      hours,
      fc.constantFrom(0, 15, 30, 59),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 1, max: 60 * 24 * 40 }), { minLength: 3, maxLength: 12 }),
      (timeZone, year, day, byHour, minute, interval, jumps) => {
        const start = Temporal.PlainDateTime.from({ year, month: 1, day: 1, hour: 0, minute }).add({ days: day })
        const rule = `FREQ=DAILY;INTERVAL=${interval};BYHOUR=${byHour.join(',')}`
        const recurrence = recur(rule, start.toString(), timeZone)
        const from = start.toZonedDateTime(timeZone).epochMilliseconds - 86_400_000
        const seen = new Map<string, number>()
        let now = from
        for (const minutes of jumps) {
          const to = now + minutes * 60_000
          for (const { wallTime, at } of recurrence.between(now, to)) {
            expect(seen.has(wallTime)).toBe(false)
            expect(at >= now && at < to).toBe(true)
            seen.set(wallTime, at)
          }
          now = to
        }
        // The oracle: every wall time of every day, by Temporal alone.
        const expected = new Set<number>()
        for (let offset = 0; offset < 700; offset += interval) {
          for (const hour of byHour) {
            const wall = start.add({ days: offset }).with({ hour })
            const at = wall.toZonedDateTime(timeZone).epochMilliseconds
            if (at >= from && at < now) expected.add(at)
          }
        }
        expect(new Set(seen.values())).toEqual(expected)
        expect(new Set(seen.values()).size).toBe(seen.size)
      },
    ),
    { numRuns: 60 },
  )
})
