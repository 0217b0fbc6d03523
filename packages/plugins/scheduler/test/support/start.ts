import { createTutti, type Engine, type MediaStore, memoryStore, type Plugin, type Store } from '@tutti/core'
import { fakeAdapter, type VirtualClock, virtualClock } from '@tutti/testing'
import { onTestFinished } from 'vitest'
import { type SchedulerOptions, scheduler } from '../../src/index.ts'

export const minuteMs = 60_000
export const startMs = Date.UTC(2026, 10, 30, 12)

/** An instant some minutes after the start, as `at` takes it. */
export const at = (minutes: number) => new Date(startMs + minutes * minuteMs).toISOString()

/** The memory store, passed on from one client to the next as a file would be. */
export function lastingStore(): Store {
  return { ...memoryStore(), durable: true, close: async () => {} }
}

/** What a test chooses about a client. */
export interface StartOptions {
  readonly store?: Store
  readonly engine?: Engine
  readonly mediaStore?: MediaStore
  readonly clock?: VirtualClock
  readonly adapter?: ReturnType<typeof fakeAdapter>
  readonly plugin?: SchedulerOptions
  /** More channels beside `shop`. */
  readonly channels?: readonly string[]
  readonly plugins?: readonly Plugin[]
  /** Stands between the fake platform's post and the SDK, for slow or limited channels. */
  readonly wrap?: (adapter: ReturnType<typeof fakeAdapter>) => ReturnType<typeof fakeAdapter>
}

/** For tests in which weeks pass: thousands of sweeps a day would be most of their time. */
export const forWeeks = { plugin: { sweepEveryMs: 5 * minuteMs } } satisfies StartOptions

/** A client on a fake platform and a virtual clock; closed when the test ends. */
export async function start(options: StartOptions = {}) {
  const clock = options.clock ?? virtualClock({ startMs })
  const store = options.store ?? lastingStore()
  const adapter = options.adapter ?? fakeAdapter({ now: () => clock.now() })
  const platform = options.wrap?.(adapter) ?? adapter
  const names = ['shop', ...(options.channels ?? [])]
  const channels = Object.fromEntries(names.map((name) => [name, platform.channel({ name })]))
  const tutti = await createTutti({
    clock,
    store,
    engine: options.engine,
    mediaStore: options.mediaStore,
    channels: channels as { shop: ReturnType<typeof platform.channel> },
    plugins: [scheduler({ timeZone: 'Europe/Rome', ...options.plugin }), ...((options.plugins ?? []) as [])],
    log: { debug() {}, info() {}, warn() {} },
  })
  onTestFinished(() => tutti.close())
  const errors: unknown[] = []
  tutti.on('plugin.error', (error) => void errors.push(error))
  const texts = () => adapter.ledger.posts.map(({ text }) => text)
  return { tutti, clock, store, adapter, texts, errors }
}
