import { createTutti, type Store } from '@tutti/core'
import { fakeAdapter, virtualClock } from '@tutti/testing'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { scheduler } from '../src/index.ts'
import { createRecurrence } from '../src/time/recurrence.ts'
import { lastingStore, minuteMs } from './support/start.ts'

const dayMs = 24 * 60 * minuteMs

// Those of RELIABILITY, section 4, in years in which their clocks change or a day is left out.
const places = [
  ['America/New_York', '2026-03-06'],
  ['Europe/London', '2026-10-23'],
  ['Australia/Lord_Howe', '2026-10-02'],
  ['Africa/Casablanca', '2026-02-13'],
  ['Asia/Kathmandu', '2026-03-06'],
  ['Pacific/Apia', '2011-12-28'],
  ['America/Sao_Paulo', '2018-11-02'],
  ['Africa/Cairo', '2026-04-22'],
  ['Antarctica/Troll', '2026-03-27'],
  ['Europe/Rome', '2027-12-29'],
  ['UTC', '2028-02-26'],
] as const

const rules = [
  'FREQ=HOURLY;INTERVAL=3;BYMINUTE=0,30',
  'FREQ=DAILY;BYHOUR=0,1,2,3;BYMINUTE=15',
  'FREQ=DAILY;INTERVAL=2',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR,SU;BYHOUR=2',
  'FREQ=MONTHLY;BYMONTHDAY=29,30,31;BYHOUR=2,23',
  'FREQ=MONTHLY;BYDAY=-1SU,1FR',
  'FREQ=YEARLY;BYWEEKNO=1,12,43,53;BYDAY=SA,SU',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=1,2,3',
] as const

/** A store whose process is killed at one of its calls: from then on nothing comes back to it. */
function mortalStore(store: Store, lifeInCalls: number): Store {
  let left = lifeInCalls
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name: string) {
        const method = Reflect.get(target, name) as (...input: unknown[]) => Promise<unknown>
        return async (...input: unknown[]) => {
          left -= 1
          return left < 0 ? new Promise(() => {}) : method.apply(target, input)
        }
      },
    })
  return {
    ...store,
    scope(tenant, owner) {
      const { documents, due, samples, locks } = store.scope(tenant, owner)
      return { documents: wrap(documents), due: wrap(due), samples: wrap(samples), locks: wrap(locks) }
    },
  }
}

const story = fc.record({
  place: fc.constantFrom(...places),
  rule: fc.constantFrom(...rules),
  hour: fc.integer({ min: 0, max: 23 }),
  placeAheadMs: fc.constantFrom(minuteMs, 60 * minuteMs, 3 * dayMs),
  steps: fc.array(
    fc.record({
      // A machine that sleeps, or a clock that is set forward: nothing runs on the way.
      jumpMs: fc.integer({ min: 0, max: 2 * dayMs }),
      runMs: fc.integer({ min: minuteMs, max: 30 * minuteMs }),
      lifeInCalls: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
    }),
    { minLength: 2, maxLength: 5 },
  ),
})

test('whatever the zone, the rule, the jumps of the clock and the kills: each occurrence once, none left out', async () => {
  let [total, killed] = [0, 0]
  await fc.assert(
    fc.asyncProperty(story, async ({ place: [timeZone, day], rule, hour, placeAheadMs, steps }) => {
      const startMs = Date.parse(`${day}T00:00Z`)
      const timers = virtualClock({ startMs })
      let jumpedMs = 0
      const clock = { ...timers, now: () => timers.now() + jumpedMs }
      const store = lastingStore()
      const adapter = fakeAdapter({ now: clock.now })
      // Nobody closes what was killed.
      const begin = (lifeInCalls: number, work: boolean) =>
        createTutti({
          clock,
          store: mortalStore(store, lifeInCalls),
          channels: { shop: adapter.channel({ name: 'shop' }) },
          plugins: [
            scheduler({ work, placeAheadMs, sweepEveryMs: minuteMs, late: { graceMs: 400 * dayMs, spacingMs: 0 } }),
          ],
          backgroundWork: work,
          log: { debug() {}, info() {}, warn() {} },
        })
      const wallStart = `${day}T${String(hour).padStart(2, '0')}:00`
      const planner = await begin(Number.POSITIVE_INFINITY, false)
      await planner.scheduler.series.create({
        id: 's',
        post: { text: 'again' },
        rule,
        start: wallStart,
        timeZone,
      })
      for (const { jumpMs, runMs, lifeInCalls } of steps) {
        const worker = begin(lifeInCalls ?? Number.POSITIVE_INFINITY, true)
        if (lifeInCalls !== undefined) killed += 1
        await timers.advance(runMs)
        jumpedMs += jumpMs
        await timers.advance(runMs)
        if (lifeInCalls === undefined) await (await worker).close()
      }
      const survivor = await begin(Number.POSITIVE_INFINITY, true)
      // Leases of those who were killed end, and what they had in hand is read back.
      await timers.advance(15 * minuteMs)
      const until = clock.now() - 10 * minuteMs
      const input = { rule, start: wallStart, timeZone, disambiguation: 'compatible' } as const
      const expected = createRecurrence(input).between(startMs, until)
      const found = await survivor.scheduler.list({ origin: 'series', to: until })
      expect(found.map(({ at, wallTime }) => `${at} ${wallTime}`)).toEqual(
        expected.map(({ at, wallTime }) => `${at} ${wallTime}`),
      )
      expect(found.filter(({ state, deliveries }) => state !== 'fired' || deliveries?.shop !== 'published')).toEqual([])
      const late = await survivor.scheduler.list({ origin: 'series', states: ['fired'], from: until })
      expect(adapter.ledger.posts).toHaveLength(expected.length + late.length)
      await Promise.all([planner.close(), survivor.close()])
      total += expected.length
    }),
    { numRuns: 25 },
  )
  expect(total).toBeGreaterThan(30)
  expect(killed).toBeGreaterThan(5)
}, 120_000)
