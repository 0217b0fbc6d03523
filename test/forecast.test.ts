import { createTutti } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { type CalendarPreview, scheduler } from '@tutti/scheduler'
import { fakeMastodon } from '@tutti/testing/fakes'
import { simulate } from '@tutti/testing/simulator'
import { expect, test } from 'vitest'

const from = Date.parse('2026-10-01T00:00Z')
const minuteMs = 60_000
const count = 400

test('what the limits make of 400 posts at once is foretold as it comes', { timeout: 240_000 }, async () => {
  let foretold: CalendarPreview | undefined
  const report = await simulate({
    from,
    until: from + 60 * minuteMs,
    platforms: (clock) => ({ fedi: fakeMastodon({ clock }) }),
    start: ({ clock, store, rateLimiter, platforms, urls }) =>
      createTutti({
        clock,
        store,
        rateLimiter,
        channels: { fedi: mastodon({ server: urls.fedi }).channel({ accessToken: platforms.fedi.accessToken() }) },
        plugins: [scheduler()],
      }),
    async plan(tutti) {
      for (let index = 0; index < count; index += 1) {
        const post = tutti.post({ id: `n${index}`, text: `Post number ${index}` })
        await tutti.scheduler.schedule(post, { at: '2026-10-01T00:20Z' })
      }
      foretold = await tutti.scheduler.preview({ from, to: from + 60 * minuteMs })
    },
  })
  const [forecast] = foretold?.channels ?? []
  expect(forecast).toMatchObject({ channel: 'fedi', postCount: count, areLimitsKnown: true })
  // 300 requests in five minutes.
  expect(forecast?.late.length).toBe(count - 300)
  expect(forecast?.doneAt).toBe(from + 25 * minuteMs)
  expect(report.states).toEqual({ published: count })
  expect(report.requests.fedi?.refusedByLimits).toBe(0)
  // The limiter waits a second more for resets that may have been rounded, and lets nobody come at once.
  const lastAt = Math.max(...report.posts.map(({ at }) => at))
  expect(Math.abs(lastAt - (forecast?.doneAt ?? 0))).toBeLessThan(3000)
  expect(report.posts.filter(({ at }) => at > from + 21 * minuteMs).length).toBe(forecast?.late.length)
})
