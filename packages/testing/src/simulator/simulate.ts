import { setTimeout as sleep } from 'node:timers/promises'
import { createRateLimiter } from '@tutti/core/limits'
import { type VirtualClock, virtualClock } from '../clock/virtual-clock.ts'
import type { AdapterFake } from '../platform/platform-under-test.ts'
import { type Activity, watchActivity } from './activity.ts'
import { ChangeLog, countStates, findDisagreements, listPosts, readDeliveries, readStanding } from './report.ts'
import { seededRandom } from './seeded-random.ts'
import { simulatedStore } from './simulated-store.ts'
import { addTrouble } from './trouble.ts'
import type { SimulatedClient, SimulationOptions, SimulationReport } from './types.ts'

/**
 * Plays a stretch of a calendar against fake platforms, on a clock that jumps from one thing to do to the next: a
 * month takes about a second. Everything else is real: your plugins, the journal, the limits, the requests. It needs
 * a process to itself: other requests of the process would be waited for.
 *
 * @throws whatever `start` or `plan` throws; RangeError when `until` is not behind `from`
 */
export async function simulate<Fakes extends Readonly<Record<string, AdapterFake>>, Client extends SimulatedClient>(
  options: SimulationOptions<Fakes, Client>,
): Promise<SimulationReport> {
  const { from, until, seed = 1, trouble } = options
  if (!(until > from)) throw new RangeError('until must be behind from')
  const clock = virtualClock({ startMs: from })
  const activity = watchActivity()
  const platforms = options.platforms(clock)
  const named: readonly [string, AdapterFake][] = Object.entries(platforms)
  const rateLimiter = createRateLimiter({ clock, random: seededRandom(seed) })
  let client: Client | undefined
  try {
    const urls: Record<string, string> = {}
    for (const [name, fake] of named) {
      urls[name] = await fake.start()
      if (trouble) addTrouble(fake.platform, name, seed, trouble)
    }
    const world = { clock, store: simulatedStore(activity), rateLimiter, platforms, urls: urls as never }
    const started = await runUntil(clock, activity, options.start(world))
    client = started
    const changes = new ChangeLog()
    started.on('delivery.changed', ({ delivery }) => changes.note(delivery, clock.now()))
    await runUntil(clock, activity, Promise.resolve(options.plan(started, world)))
    await play(clock, activity, until)
    for (const [, fake] of named) await fake.platform.settle()
    const deliveries = await readDeliveries(started)
    const standing = await readStanding(named.map(([, fake]) => fake))
    return {
      seed,
      from,
      until,
      posts: listPosts(deliveries, standing, changes),
      states: countStates(deliveries),
      requests: Object.fromEntries(named.map(([name, { platform }]) => [name, countRequests(platform.requests)])),
      struckCount: named.reduce((sum, [, { platform }]) => sum + platform.faults.struckCount, 0),
      disagreements: findDisagreements(deliveries, standing),
    }
  } finally {
    await client?.close()
    rateLimiter.close()
    for (const [, fake] of named) await fake.stop()
    activity.stop()
  }
}

/** How long nothing may happen before work is taken to wait for time: it may load modules and read files, too. */
const idleMs = 25

/** Time stands still unless the work waits for it. */
async function runUntil<T>(clock: VirtualClock, activity: Activity, work: Promise<T>): Promise<T> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    await Promise.race([done, sleep(idleMs)])
    await activity.settle()
    if (!isDone && clock.nextAt !== undefined) await clock.advance(clock.nextAt - clock.now())
  }
  return done
}

async function play(clock: VirtualClock, activity: Activity, until: number): Promise<void> {
  await activity.settle()
  while (clock.nextAt !== undefined && clock.nextAt <= until) {
    await clock.advance(clock.nextAt - clock.now())
    await activity.settle()
  }
  await clock.advance(until - clock.now())
}

function countRequests(requests: readonly { readonly status?: number | undefined }[]) {
  return { count: requests.length, refusedByLimits: requests.filter(({ status }) => status === 429).length }
}
