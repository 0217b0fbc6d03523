import { bluesky } from '@tutti/bluesky'
import { aroundRequest, coreEvents, createTutti, definePlugin, memoryStore, pluginRef } from '@tutti/core'
import { mastodon } from '@tutti/mastodon'
import { reporter } from '@tutti/reporter'
import { acceleratedClock, fakeBluesky, fakeMastodon } from '@tutti/testing/fakes'
import { afterEach, expect, test } from 'vitest'
import { echoes } from './echoes.ts'
import { findSecrets, printed } from './printed.ts'

const closing: (() => Promise<void>)[] = []
const always = { times: Number.POSITIVE_INFINITY }

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A client over both platforms; all that comes out of it is written down. */
async function openWatched() {
  // Waits before a repeat pass quickly.
  const clock = acceleratedClock({ startMs: Date.now(), factor: 20 })
  const fedi = fakeMastodon({ clock })
  const sky = fakeBluesky({ clock })
  const secrets = { fedi: [fedi.accessToken()], sky: [sky.appPassword()] }
  const [server, service] = [await fedi.start(), await sky.start()]
  const seen: unknown[] = []
  const note = (...values: readonly unknown[]) => void seen.push(...values)
  // Sessions are made by the platform: its answers are where they can be learned.
  const learn = async (answer: Response) => {
    const session = (await answer.clone().json()) as Record<string, unknown>
    for (const name of ['accessJwt', 'refreshJwt'])
      if (typeof session[name] === 'string') secrets.sky.push(session[name])
    return answer
  }
  sky.platform.faults.add({ kind: 'rewrite', rewrite: learn }, { ...always, on: ({ path }) => /Session$/.test(path) })
  const watcher = definePlugin({
    ref: pluginRef<object>()('watcher'),
    hooks: [
      aroundRequest.use(async (input, next) => {
        note(input)
        try {
          return await next(input)
        } catch (error) {
          note(error)
          throw error
        }
      }),
    ],
    setup: () => ({}),
  })
  const tutti = await createTutti({
    clock,
    store: memoryStore(),
    log: { debug: note, info: note, warn: note },
    plugins: [watcher, reporter()],
    channels: {
      fedi: mastodon({ server }).channel({ accessToken: fedi.accessToken() }),
      sky: bluesky({ service }).channel({ identifier: 'alice.test', appPassword: sky.appPassword() }),
    },
  })
  for (const event of coreEvents) tutti.on(event.name, note)
  closing.push(fedi.stop, sky.stop, tutti.close)
  return { fedi, sky, tutti, secrets, seen, note }
}

test.each(echoes)('a secret that comes back %s goes no further', { timeout: 30_000 }, async (_, echo) => {
  const { fedi, sky, tutti, secrets, seen, note } = await openWatched()
  const { deliveries } = await tutti.publish({ id: 'first', text: 'Lemon cake' })
  note(deliveries)
  // A platform knows the secrets of its own accounts only.
  for (const [id, { platform }] of Object.entries({ fedi, sky }) as ['fedi' | 'sky', typeof fedi | typeof sky][]) {
    platform.faults.clear()
    platform.faults.add({ kind: 'rewrite', rewrite: (of) => echo(secrets[id])(of) }, always)
  }
  const impatient = { maxWaitMs: 0 }
  const outcomes = await Promise.allSettled<unknown>([
    ...(['fedi', 'sky'] as const).flatMap((id) => {
      const channel = tutti.channel(id)
      return [
        channel.listPosts({}, impatient),
        channel.fetchProfile({}, impatient),
        channel.listInteractions({}, impatient),
      ]
    }),
    tutti.publish({ id: 'second', text: 'More lemon cake' }, { ...impatient, reconcileWithinMs: 0 }),
    tutti.deliveries.list(),
    tutti.reporter.collect({}),
  ])
  for (const outcome of outcomes) note(outcome.status === 'rejected' ? outcome.reason : outcome.value)
  note(await tutti.deliveries.list(), await tutti.reporter.markdown(), await tutti.reporter.csv())
  const canaries = [...secrets.fedi, ...secrets.sky]
  expect(canaries.length).toBeGreaterThanOrEqual(4)
  expect(seen.length).toBeGreaterThan(10)
  expect(findSecrets(seen.map(printed).join('\n'), canaries)).toEqual([])
})
