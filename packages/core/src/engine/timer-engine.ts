import type { Clock, Engine } from '@tutti/model'

/**
 * Wakes up by timers of this process: the engine of a client that is alone. A listener that throws
 * keeps nobody else from being woken; `onError` is told of it.
 */
export function timerEngine(clock: Clock, onError: (error: unknown) => void = () => {}): Engine {
  const timers = new Map<string, () => void>()
  const listeners = new Set<(key: string) => void>()
  return {
    async wake(at, key) {
      const id = `${at}:${key}`
      if (timers.has(id)) return
      const cancel = clock.setTimer(Math.max(0, at - clock.now()), () => {
        timers.delete(id)
        for (const listener of [...listeners]) {
          try {
            listener(key)
          } catch (error) {
            onError(error)
          }
        }
      })
      timers.set(id, cancel)
    },
    onWake(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      for (const cancel of timers.values()) cancel()
      timers.clear()
      listeners.clear()
    },
  }
}
