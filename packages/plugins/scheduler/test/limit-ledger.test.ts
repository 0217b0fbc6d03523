import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLimitLedger } from '../src/preview/limit-ledger.ts'

const limit = (key: string, ...windows: [budget: number, windowMs: number][]) => ({
  key,
  windows: windows.map(([budget, windowMs]) => ({ budget, windowMs })),
})

test('as many as a window takes, then the next window', () => {
  const { book } = createLimitLedger()
  const limits = [limit('a', [3, 100])]
  expect([0, 0, 0, 0, 0, 50, 500].map((at) => book(limits, 1, at))).toEqual([0, 0, 0, 100, 100, 100, 500])
})

test('one that comes later may go earlier, where that makes nobody else late', () => {
  const { book } = createLimitLedger()
  const [narrow, shared] = [limit('narrow', [1, 1000]), limit('shared', [2, 100])]
  expect([book([narrow, shared], 1, 0), book([narrow, shared], 1, 0)]).toEqual([0, 1000])
  expect([book([shared], 1, 10), book([shared], 1, 10), book([shared], 1, 990), book([shared], 1, 991)]).toEqual([
    10, 100, 990, 1090,
  ])
})

test('no window of any limit is ever overdrawn, and nothing could go earlier', () => {
  const windows = fc.array(
    fc.record({ budget: fc.integer({ min: 1, max: 6 }), windowMs: fc.integer({ min: 1, max: 50 }) }),
    { minLength: 1, maxLength: 2 },
  )
  const asked = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 120 }), cost: fc.integer({ min: 1, max: 3 }), both: fc.boolean() }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(windows, windows, asked, (first, second, requests) => {
      const limits = [
        { key: 'first', windows: first },
        { key: 'second', windows: second },
      ]
      const { book } = createLimitLedger()
      const booked: { at: number; cost: number; keys: string[] }[] = []
      const fits = (at: number, cost: number, used: typeof limits) =>
        used.every(({ key, windows: ofKey }) => {
          const all = [...booked.filter(({ keys }) => keys.includes(key)), { at, cost, keys: [] }]
          return ofKey.every(({ budget, windowMs }) => {
            // A request dearer than the budget is alone in its window.
            const most = Math.max(budget, cost)
            return all.every((end) => {
              const within = all.filter((one) => one.at > end.at - windowMs && one.at <= end.at)
              const isOurs = end.at >= at && end.at < at + windowMs
              return !isOurs || within.reduce((sum, one) => sum + one.cost, 0) <= most
            })
          })
        })
      for (const { at, cost, both } of requests) {
        const used = both ? limits : limits.slice(0, 1)
        const given = book(used, cost, at)
        expect(fits(given, cost, used)).toBe(true)
        for (let earlier = at; earlier < given; earlier += 1) expect(fits(earlier, cost, used)).toBe(false)
        booked.push({ at: given, cost, keys: used.map(({ key }) => key) })
      }
    }),
  )
})
