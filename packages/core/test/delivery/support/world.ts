import type { Deliveries, Delivery, Post, PostRef, PublishGuarantee, PublishOptions, Store } from '@tutti/model'
import { type VirtualClock, virtualClock } from '@tutti/testing'
import { createTutti } from '../../../src/index.ts'
import { memoryStore } from '../../../src/store/memory-store.ts'
import { settle } from './run-clock.ts'
import { type Behaviour, type ScriptedOptions, scriptedPlatform } from './scripted-platform.ts'

type Decision = { readonly part: number } & (
  | { readonly decision: 'published'; readonly ref: PostRef }
  | { readonly decision: 'resend' | 'drop' }
)

/** Logs nothing. */
export const silent = { debug() {}, info() {}, warn() {} }

/** A client over any store, on a scripted platform, with nothing running by itself at start. */
export function createClient(
  platform: ReturnType<typeof scriptedPlatform>,
  store: Store,
  clock: VirtualClock,
  more: Pick<Parameters<typeof createTutti>[0], 'plugins'> = {},
) {
  return createTutti({
    channels: { one: platform.adapter.channel({} as never) },
    store,
    clock,
    log: silent,
    recoverOnStart: false,
    ...more,
  })
}

/** One client on a scripted platform, and time that only moves when something waits for it. */
export async function createWorld(
  guarantee: PublishGuarantee['kind'],
  script: readonly Behaviour[] = [],
  more: Partial<ScriptedOptions> & Pick<Parameters<typeof createTutti>[0], 'plugins'> = {},
) {
  const { plugins, ...scripted } = more
  const clock = virtualClock()
  const store = memoryStore()
  const platform = scriptedPlatform({ clock, guarantee, script, ...scripted })
  const tutti = await createClient(platform, store, clock, { plugins })
  return {
    clock,
    store,
    platform,
    tutti,
    async publish(post: Partial<Post> = {}, options: PublishOptions = {}): Promise<Delivery> {
      const result = await settle(clock, tutti.publish({ id: 'p1', text: 'Hello', ...post }, options))
      return result?.deliveries.one as Delivery
    },
    async decide(decision: Decision): Promise<Delivery> {
      const input = { postId: 'p1', channel: 'one', ...decision } as Parameters<Deliveries['decide']>[0]
      return (await settle(clock, tutti.deliveries.decide(input))) as Delivery
    },
    async recover(options: PublishOptions = {}): Promise<readonly Delivery[]> {
      return (await settle(clock, tutti.deliveries.recover(options))) ?? []
    },
  }
}
