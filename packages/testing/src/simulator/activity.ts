import { subscribe, unsubscribe } from 'node:diagnostics_channel'

// Node's own fetch tells about its requests there, so that nothing has to be patched.
const began = 'undici:request:create'
const ended = ['undici:request:trailers', 'undici:request:error']

/** A hash goes through the same few threads as the client's own, so it ends behind those that were begun before. */
const quietTurns = 6

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const hashTurn = () => crypto.subtle.digest('SHA-256', new Uint8Array(1)).then(turn)

/** What goes on in this process beside the virtual clock. */
export interface Activity {
  /** Says that something has happened which others may be at work on. */
  note(): void
  /** Resolves when no request is under way and nothing has happened for some turns. */
  settle(): Promise<void>
  stop(): void
}

/** Watches the requests of this process. */
export function watchActivity(): Activity {
  const underWay = new Set<unknown>()
  let count = 0
  const onBegin = (message: unknown) => {
    underWay.add((message as { request: unknown }).request)
    count += 1
  }
  const onEnd = (message: unknown) => {
    underWay.delete((message as { request: unknown }).request)
    count += 1
  }
  subscribe(began, onBegin)
  for (const name of ended) subscribe(name, onEnd)
  let settledCount = -1

  return {
    note() {
      count += 1
    },
    async settle() {
      await turn()
      for (let quiet = 0; quiet < quietTurns; ) {
        if (settledCount === count && underWay.size === 0) return
        const before = count
        await hashTurn()
        if (before === count && underWay.size === 0) quiet += 1
        else quiet = 0
      }
      settledCount = count
    },
    stop() {
      unsubscribe(began, onBegin)
      for (const name of ended) unsubscribe(name, onEnd)
    },
  }
}
