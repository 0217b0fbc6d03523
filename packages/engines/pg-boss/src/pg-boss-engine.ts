import { checkWakeUp, type Engine } from '@tutti/model'
import type { PgBoss } from 'pg-boss'
import { closedError, engineFailed, isWiped } from './errors.ts'
import { decodeKey, encodeKey, idOf } from './keys.ts'
import { openQueue } from './open-queue.ts'
import { checkOptions } from './options.ts'

/** Options of `pgBossEngine`. */
export interface PgBossEngineOptions {
  /** Where the database is, for example `postgres://user:password@host:5432/name`. The store's own will do. */
  readonly connectionString: string
  /** The schema of pg-boss, made when it does not exist; `tutti_queue` when absent. */
  readonly schema?: string | undefined
  /** The queue; clients that share it have the same plugins. `wake-ups` when absent. */
  readonly queue?: string | undefined
  /** How often the queue is asked what is due, and so how late a wake-up may be; 500 ms, the least, when absent. */
  readonly pollEveryMs?: number | undefined
  /** How many connections this engine opens at most; 4 when absent. */
  readonly maxConnections?: number | undefined
  /** How long a connection may take to open; 10 s when absent. */
  readonly connectTimeoutMs?: number | undefined
  /** Told what goes wrong while nobody waits for it: a server that is away, a listener that throws. */
  readonly onError?: ((error: unknown) => void) | undefined
}

interface WakeUpData {
  readonly key: string
}

/** How many wake-ups one look at the queue takes at most; a full batch is followed by the next at once. */
const batchSize = 500
/** How long a server that is away is left alone. */
const reconnectEveryMs = 1000

/**
 * An engine over pg-boss, in a PostgreSQL database that any number of workers share. It connects at the first use, not
 * here. A wake-up that a killed process had taken is delivered again by pg-boss after a minute or two.
 *
 * @throws InvalidInputError `invalid-options`; `wake` throws EngineError `engine-failed`
 */
export function pgBossEngine(options: PgBossEngineOptions): Engine {
  const checked = checkOptions(options)
  const { queue, pollEveryMs, onError } = checked
  const listeners = new Set<(key: string) => void>()
  let opening: Promise<PgBoss> | undefined
  let isClosed = false
  let cancelRetry = () => {}
  /** Starting and stopping to listen, one after another. */
  let turn: Promise<void> = Promise.resolve()
  /** Where a worker of ours takes wake-ups. */
  let working: PgBoss | undefined

  const report = (error: unknown) => {
    if (isClosed) return
    onError(engineFailed(error))
    if (isWiped(error)) void forget().then(arrange)
  }

  const open = (): Promise<PgBoss> => {
    if (isClosed) return Promise.reject(closedError())
    // A failed opening is not remembered: the server may be there the next time.
    opening ??= openQueue(checked, report).catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }

  /** Lets go of a schema that is no longer there; the next opening makes a new one. */
  const forget = async () => {
    const forgotten = opening
    opening = undefined
    working = undefined
    const boss = await forgotten?.catch(() => undefined)
    await boss?.stop({ graceful: false }).catch(() => {})
  }

  const deliver = (key: string) => {
    for (const listener of [...listeners]) {
      try {
        listener(key)
      } catch (error) {
        onError(error)
      }
    }
  }

  /** Has a worker run while somebody listens, and none otherwise. Those who don't listen must take nothing. */
  const arrange = () => {
    turn = turn.then(async () => {
      try {
        if (isClosed || listeners.size > 0 === (working !== undefined)) return
        if (working !== undefined) {
          const boss = working
          working = undefined
          await boss.offWork(queue)
          return
        }
        const boss = await open()
        await boss.work<WakeUpData>(
          queue,
          { batchSize, pollingIntervalSeconds: pollEveryMs / 1000, burstWhenBatchFull: true },
          async (jobs) => {
            // Taken in the moment in which the last listener went: pg-boss gives them to somebody else.
            if (listeners.size === 0) throw closedError()
            for (const { data } of jobs) deliver(decodeKey(data.key))
          },
        )
        working = boss
      } catch (error) {
        if (isClosed) return
        onError(engineFailed(error))
        const timer = setTimeout(arrange, reconnectEveryMs)
        cancelRetry = () => clearTimeout(timer)
      }
    })
  }

  const send = async (at: number, key: string) => {
    const boss = await open()
    // The queue has no need of what is long past, and its dates begin later than ours.
    const startAfter = new Date(Math.max(at, 0))
    await boss.send(queue, { key: encodeKey(key) } satisfies WakeUpData, { startAfter, singletonKey: idOf(at, key) })
  }

  return {
    async wake(at, key) {
      checkWakeUp(at, key)
      try {
        await send(at, key).catch(async (error) => {
          if (!isWiped(error)) throw error
          await forget()
          await send(at, key)
          arrange()
        })
      } catch (error) {
        throw isClosed ? closedError() : engineFailed(error)
      }
    },
    onWake(listener) {
      // One of its own: the same function may be given twice.
      const own = (key: string) => listener(key)
      if (isClosed) return () => {}
      listeners.add(own)
      arrange()
      return () => {
        if (listeners.delete(own)) arrange()
      }
    },
    async close() {
      isClosed = true
      listeners.clear()
      cancelRetry()
      await forget()
      await turn
    },
  }
}
