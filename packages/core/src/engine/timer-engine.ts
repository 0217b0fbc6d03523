import { type Clock, checkWakeUp, type Engine, EngineError } from '@tutti/model'
import { WakeUps } from './wake-ups.ts'

/**
 * Wakes up by a timer of this process: the engine of a client that is alone. It reads the clock again
 * when the timer ends, so a clock set back makes nobody early. A listener that throws keeps nobody else
 * from being woken; `onError` is told of it.
 */
export function timerEngine(clock: Clock, onError: (error: unknown) => void = () => {}): Engine {
  const wakeUps = new WakeUps()
  const listeners = new Set<(key: string) => void>()
  let cancelTimer = () => {}
  let timerAt = Number.POSITIVE_INFINITY
  let isClosed = false

  const deliver = (key: string) => {
    for (const listener of [...listeners]) {
      try {
        listener(key)
      } catch (error) {
        onError(error)
      }
    }
  }

  const run = () => {
    timerAt = Number.POSITIVE_INFINITY
    // A listener may close the engine, undo itself, or ask for the next wake-up at once: that one has its own turn.
    for (let left = wakeUps.size; left > 0 && listeners.size > 0 && !isClosed; left -= 1) {
      const key = wakeUps.takeDue(clock.now())
      if (key === undefined) break
      deliver(key)
    }
    setTimer()
  }

  const setTimer = () => {
    const nextAt = wakeUps.nextAt
    if (nextAt === undefined || nextAt >= timerAt || listeners.size === 0) return
    cancelTimer()
    timerAt = nextAt
    cancelTimer = clock.setTimer(Math.max(0, nextAt - clock.now()), run)
  }

  const stopTimer = () => {
    cancelTimer()
    timerAt = Number.POSITIVE_INFINITY
  }

  return {
    async wake(at, key) {
      checkWakeUp(at, key)
      if (isClosed)
        throw new EngineError({ code: 'engine-failed', message: 'the engine was closed', outcome: 'not-sent' })
      wakeUps.add(at, key)
      setTimer()
    },
    onWake(listener) {
      // One of its own: the same function may be given twice.
      const own = (key: string) => listener(key)
      if (isClosed) return () => {}
      listeners.add(own)
      setTimer()
      return () => {
        listeners.delete(own)
        if (listeners.size === 0) stopTimer()
      }
    },
    async close() {
      isClosed = true
      stopTimer()
      wakeUps.clear()
      listeners.clear()
    },
  }
}
