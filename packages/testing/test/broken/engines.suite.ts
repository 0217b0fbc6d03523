import { type Clock, checkWakeUp, type Engine, EngineError, timerEngine } from '@tutti/core'
import { describeEngine, virtualClock } from '../../src/index.ts'

// Each of these engines breaks one promise. describe-engine-flags.test.ts runs this file in a process of its own and
// checks that the kit finds every one of them out.
const broken: Readonly<Record<string, (clock: Clock) => Engine>> = {
  healthy: (clock) => timerEngine(clock),
  'wakes at once': (clock) => {
    const engine = timerEngine(clock)
    return { ...engine, wake: (at, key) => engine.wake(Math.min(at, clock.now()), key) }
  },
  'loses what has passed': (clock) => {
    const engine = timerEngine(clock)
    return { ...engine, wake: async (at, key) => (at < clock.now() ? undefined : engine.wake(at, key)) }
  },
  'wakes as often as it was asked': (clock) => {
    const engine = timerEngine(clock)
    let count = 0
    return {
      ...engine,
      wake: (at, key) => engine.wake(at, JSON.stringify([key, count++])),
      onWake: (listener) => engine.onWake((key) => listener(JSON.parse(key)[0])),
    }
  },
  'one of a key, whatever the time': (clock) => {
    const engine = timerEngine(clock)
    const known = new Set<string>()
    return {
      ...engine,
      wake: async (at, key) => {
        if (known.has(key)) return checkWakeUp(at, key)
        await engine.wake(at, key)
        known.add(key)
      },
    }
  },
  'trims keys': (clock) => {
    const engine = timerEngine(clock)
    return { ...engine, wake: (at, key) => engine.wake(at, typeof key === 'string' ? key.trim() : key) }
  },
  'takes any instant': (clock) => {
    const engine = timerEngine(clock)
    return { ...engine, wake: async (at, key) => (Number.isFinite(at) ? engine.wake(at, key) : undefined) }
  },
  'one careless listener stops the others': (clock) => {
    const engine = timerEngine(clock)
    const listeners = new Set<(key: string) => void>()
    engine.onWake((key) => {
      for (const listener of listeners) listener(key)
    })
    return {
      ...engine,
      onWake(listener) {
        const own = (key: string) => listener(key)
        listeners.add(own)
        return () => listeners.delete(own)
      },
    }
  },
  'takes wake-ups that nobody listens for': (clock) => {
    const engine = timerEngine(clock)
    engine.onWake(() => {})
    return engine
  },
  'knows a listener by its function': (clock) => {
    const engine = timerEngine(clock)
    const undos = new Map<(key: string) => void, () => void>()
    return {
      ...engine,
      onWake(listener) {
        if (!undos.has(listener)) undos.set(listener, engine.onWake(listener))
        return () => undos.get(listener)?.()
      },
    }
  },
  'goes on after close': (clock) => ({ ...timerEngine(clock), async close() {} }),
  'says nothing after close': (clock) => {
    const engine = timerEngine(clock)
    return {
      ...engine,
      wake: (at, key) =>
        engine.wake(at, key).catch((error: unknown) => {
          if (!EngineError.isInstance(error)) throw error
        }),
    }
  },
}

for (const [name, create] of Object.entries(broken)) {
  describeEngine({
    name,
    shared: false,
    open() {
      const clock = virtualClock()
      return { engine: create(clock), clock }
    },
  })
}
