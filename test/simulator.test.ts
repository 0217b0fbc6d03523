import { createTutti } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { scheduler } from '@tutti/scheduler'
import { fakeMastodon } from '@tutti/testing/fakes'
import { type SimulatedTrouble, type SimulatedWorld, simulate } from '@tutti/testing/simulator'
import { expect, test } from 'vitest'

const from = Date.parse('2026-10-01T00:00Z')
const until = Date.parse('2026-11-01T00:00Z')
const days = Array.from({ length: 31 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`)

type World = SimulatedWorld<{ readonly fedi: ReturnType<typeof fakeMastodon> }>

const start = ({ clock, store, rateLimiter, platforms, urls }: World) =>
  createTutti({
    clock,
    store,
    rateLimiter,
    channels: { fedi: mastodon({ server: urls.fedi }).channel({ accessToken: platforms.fedi.accessToken() }) },
    plugins: [scheduler()],
  })

type Client = Awaited<ReturnType<typeof start>>

/** Nine in the morning in Rome, every day of a month in which the clocks go back. */
async function scheduleMornings(tutti: Client): Promise<void> {
  for (const day of days) {
    const post = tutti.post({ id: day, text: `Good morning on ${day}` })
    await tutti.scheduler.schedule(post, { at: `${day}T09:00[Europe/Rome]` })
  }
}

const simulateMonth = (more: {
  readonly seed?: number
  readonly trouble?: SimulatedTrouble
  readonly meanwhile?: (world: World) => void
}) =>
  simulate({
    from,
    until,
    seed: more.seed,
    trouble: more.trouble,
    platforms: (clock) => ({ fedi: fakeMastodon({ clock }) }),
    start,
    async plan(tutti, world) {
      await scheduleMornings(tutti)
      more.meanwhile?.(world)
    },
  })

test('a month with a change of the clocks: each post at nine on the wall, once', async () => {
  const report = await simulateMonth({})
  expect(report.posts.map(({ postId, at, text, state }) => [postId, new Date(at).toISOString(), text, state])).toEqual(
    days.map((day) => {
      const hour = day < '2026-10-25' ? '07' : '08'
      return [day, `${day}T${hour}:00:00.000Z`, `Good morning on ${day}`, 'published']
    }),
  )
  expect(report).toMatchObject({ states: { published: 31 }, disagreements: [], struckCount: 0 })
  expect(report.requests.fedi?.refusedByLimits).toBe(0)
})

test('with trouble: nothing doubles or gets lost, and the same seed tells the same story', {
  timeout: 120_000,
}, async () => {
  const trouble = { share: 0.5 }
  const first = await simulateMonth({ seed: 7, trouble })
  expect(first.disagreements).toEqual([])
  expect(first.states).toEqual({ published: 31 })
  expect(first.struckCount).toBeGreaterThan(5)
  expect(await simulateMonth({ seed: 7, trouble })).toEqual(first)
  const other = await simulateMonth({ seed: 8, trouble })
  expect(other.disagreements).toEqual([])
  expect(other.posts).not.toEqual(first.posts)
})

test('what the ledger holds against the client is told', async () => {
  const report = await simulateMonth({
    meanwhile({ clock, platforms: { fedi } }) {
      clock.setTimer(14 * 86_400_000, () => {
        fedi.post('alice', { status: 'by another hand' })
        fedi.platform.ledger.statuses.shift()
      })
    },
  })
  expect(report.disagreements).toEqual([
    'a post stands that no delivery knows of: by another hand',
    'part 0 of 2026-10-01 on fedi is published and does not stand',
  ])
})

test('an error of the plan ends it, and nothing stays open', async () => {
  const worlds: World[] = []
  const run = simulate({
    from,
    until,
    platforms: (clock) => ({ fedi: fakeMastodon({ clock }) }),
    start(world: World) {
      worlds.push(world)
      return start(world)
    },
    plan: (tutti) => tutti.scheduler.schedule(tutti.post({ text: 'When?' }), { at: '2026-10-01T09:00' }),
  })
  await expect(run).rejects.toMatchObject({ code: 'schedule-zone-missing' })
  const [world] = worlds
  await expect(fetch(`${world?.urls.fedi}/api/v1/instance`)).rejects.toThrow()
  expect(world?.clock).toMatchObject({ pendingCount: 0 })
})

test('an end before the beginning is refused', async () => {
  const platforms = () => ({ fedi: fakeMastodon() })
  await expect(simulate({ from: until, until: from, platforms, start, plan() {} })).rejects.toThrow(RangeError)
})
