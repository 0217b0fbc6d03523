import type { InstalledPlugins } from '../plugins/installed-plugins.ts'
import type { CoreParts } from './core-parts.ts'
import { release } from './shared-resources.ts'

/** How long operations under way may take to end by themselves. */
const graceMs = 10_000

/** What is to be closed, in the order in which it is. */
export interface ToClose {
  readonly parts: CoreParts
  /** Waits for deliveries under way to reach a state from which they can be taken up again. */
  drain(): Promise<void>
  readonly plugins?: InstalledPlugins | undefined
}

/**
 * Ends waits, gives what is under way its time, and then releases plugins in reverse, engine and
 * store. Nothing that fails keeps the rest from being released.
 */
export async function closeParts({ parts, drain, plugins }: ToClose): Promise<void> {
  const { surroundings, clock, events, hooks, engine, store } = parts
  parts.stopWaiting()
  const ended = Promise.all([drain(), surroundings.inFlight.idle()]).then(() => {})
  ended.catch((error: unknown) => events.report('core', 'close', error))
  let cancelGrace = (): void => {}
  const grace = new Promise<void>((resolve) => {
    cancelGrace = clock.setTimer(graceMs, resolve)
  })
  await Promise.race([ended.catch(() => {}), grace])
  cancelGrace()
  parts.abandon()
  await ended.catch(() => {})
  await plugins?.tearDown()
  for (const resource of [engine, store]) {
    await release(resource).catch((error: unknown) => events.report('core', 'close', error))
  }
  await surroundings.limits.release().catch((error: unknown) => events.report('core', 'close', error))
  hooks.close()
  events.close()
}
