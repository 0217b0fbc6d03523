import type { ScopedStore, Store } from '@tutti/model'

/** A store as one process sees it, up to the moment when that process is killed or stopped. */
export interface MortalStore extends Store {
  /** How many writes have begun. */
  readonly writeCount: number
  /** Whether calls of this process don't come back. */
  readonly isStopped: boolean
  /** From now on no call of this process comes back. */
  stop(): void
  /** The stopped process goes on where it stood. Not for one that was killed. */
  goOn(): void
}

/** When a process stops: around its nth write, `before` it reaches the store or `after` it is durable. */
export interface StopPoint {
  readonly write: number
  readonly when: 'before' | 'after'
}

const writes: readonly string[] = [
  'put',
  'delete',
  'add',
  'remove',
  'claim',
  'claimOne',
  'renew',
  'complete',
  'release',
]

/** One process's view of a shared store. */
export function mortalStore(store: Store, stopPoint?: StopPoint): MortalStore {
  let writeCount = 0
  let stopped: { readonly until: Promise<void>; readonly end: () => void } | undefined
  const stop = () => {
    let end = () => {}
    const until = new Promise<void>((resolve) => {
      end = resolve
    })
    stopped ??= { until, end }
  }

  async function call(run: () => Promise<unknown>, isWrite: boolean): Promise<unknown> {
    if (isWrite && !stopped) writeCount += 1
    const isLast = isWrite && !stopped && writeCount === stopPoint?.write
    if (isLast && stopPoint?.when === 'before') stop()
    await stopped?.until
    const answer = await run()
    if (isLast && stopPoint?.when === 'after') stop()
    await stopped?.until
    return answer
  }

  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name: string) => {
        const method = Reflect.get(target, name) as (...input: unknown[]) => Promise<unknown>
        return (...input: unknown[]) => call(() => method.apply(target, input), writes.includes(name))
      },
    })

  return {
    durable: true,
    scope(tenant, owner): ScopedStore {
      const { documents, due, samples, locks } = store.scope(tenant, owner)
      return { documents: wrap(documents), due: wrap(due), samples, locks }
    },
    close: async () => {},
    stop,
    goOn() {
      stopped?.end()
      stopped = undefined
    },
    get writeCount() {
      return writeCount
    },
    get isStopped() {
      return stopped !== undefined
    },
  }
}
