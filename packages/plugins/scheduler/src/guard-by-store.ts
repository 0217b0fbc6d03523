import { type Denial, guardPublish, type HookOrder, type PluginHost, type PreparedPost } from '@tutti/model'

/** How long the store may take. Longer than a client gives its hooks, so that a store that is merely slow holds nothing. */
const patienceMs = 30_000

/** A guard whose answer is in the store. */
export interface StoreGuard {
  /** For `the post waits: <unreadable> could not be read`, for example `whether it is paused`. */
  readonly unreadable: string
  /** When a post is asked about again whose answer could not be read. */
  readonly retryAfterMs: number
  readonly order?: HookOrder | undefined
  judge(prepared: PreparedPost): Promise<Denial | undefined>
}

/**
 * Asks at the last moment, before every part of every post. A store that fails or does not answer is no reason to hold
 * a post for good, as the client does with a guard that gives up, and none to send it: it is asked about again later.
 */
export function guardByStore(
  host: PluginHost,
  { unreadable, retryAfterMs, order = 'normal', judge }: StoreGuard,
): void {
  const later = { deny: `${unreadable} could not be read`, retryAfterMs }
  host.use(
    guardPublish.use(
      async ({ prepared }) => {
        const patience = new AbortController()
        const givenUp = host.clock.sleep(patienceMs, patience.signal).then(() => later)
        try {
          return await Promise.race([judge(prepared), givenUp])
        } catch {
          return later
        } finally {
          patience.abort()
        }
      },
      { order, timeoutMs: 2 * patienceMs },
    ),
  )
}
