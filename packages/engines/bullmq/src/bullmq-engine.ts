import { createHash } from 'node:crypto'
import { checkWakeUp, type Engine } from '@tutti/model'
import { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { createConnection, type RedisConnection, whenReady } from './connection.ts'
import { closedError, engineFailed } from './errors.ts'
import { checkOptions } from './options.ts'

/** Options of `bullmqEngine`. */
export interface BullmqEngineOptions {
  /** Where Redis is: an address such as `redis://user:password@host:6379/0`, or options of ioredis. */
  readonly connection: RedisConnection
  /** What all keys in Redis begin with; `tutti` when absent. Put it in braces on a Redis cluster. */
  readonly prefix?: string | undefined
  /** The queue; clients that share it have the same plugins. `wake-ups` when absent. */
  readonly queue?: string | undefined
  /** How long a connection may take to open; 10 s when absent. */
  readonly connectTimeoutMs?: number | undefined
  /** Told what goes wrong while nobody waits for it: a server that is away, a listener that throws. */
  readonly onError?: ((error: unknown) => void) | undefined
}

interface WakeUpData {
  readonly key: string
}

/** Telling listeners takes no time; this many at once hides the way to the server. */
const concurrency = 50

/**
 * An engine over BullMQ, in a Redis that any number of workers share. It connects at the first use, not here. A wake-up
 * that a killed process had taken is delivered again by BullMQ within a minute or two.
 *
 * @throws InvalidInputError `invalid-options`; `wake` throws EngineError `engine-failed`
 */
export function bullmqEngine(options: BullmqEngineOptions): Engine {
  const { connection, prefix, queue: name, connectTimeoutMs, onError } = checkOptions(options)
  const listeners = new Set<(key: string) => void>()
  let isClosed = false
  let asking: Redis | undefined
  let queue: Queue<WakeUpData> | undefined
  let connecting: Promise<void> | undefined
  let working: { readonly redis: Redis; worker?: Worker<WakeUpData> } | undefined
  /** Starting and stopping to listen, one after another. */
  let turn: Promise<void> = Promise.resolve()

  const report = (error: unknown) => {
    if (!isClosed) onError(engineFailed(error))
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

  const openQueue = async (): Promise<Queue<WakeUpData>> => {
    // Commands fail while the server is away, so that the caller learns of it at once.
    const more = { connectTimeout: connectTimeoutMs, maxRetriesPerRequest: 0, enableOfflineQueue: false }
    asking ??= createConnection(connection, more, report)
    connecting ??= whenReady(asking).finally(() => {
      connecting = undefined
    })
    await connecting
    if (isClosed) throw closedError()
    // Not before: BullMQ waits for a connection without end.
    if (queue === undefined) {
      queue = new Queue<WakeUpData>(name, { connection: asking, prefix })
      queue.on('error', report)
    }
    return queue
  }

  const createWorker = (redis: Redis) => {
    const worker = new Worker<WakeUpData>(
      name,
      async ({ data }) => {
        // Taken in the moment in which the last listener went: BullMQ gives it to somebody else.
        if (listeners.size === 0) throw closedError()
        deliver(data.key)
      },
      { connection: redis, prefix, concurrency },
    )
    worker.on('error', report)
    return worker
  }

  const startWorker = () => {
    const more = { connectTimeout: connectTimeoutMs, maxRetriesPerRequest: null }
    const started: NonNullable<typeof working> = { redis: createConnection(connection, more, report) }
    // Not before: a worker of BullMQ that can't connect at first never does.
    started.redis.once('ready', () => {
      if (working === started) started.worker = createWorker(started.redis)
    })
    // ioredis reports a failure as an error event, and tries again by itself.
    started.redis.connect().catch(() => {})
    return started
  }

  const stopWorker = async () => {
    const stopping = working
    working = undefined
    if (stopping === undefined) return
    // What is under way ends at once; a server that is away must not keep us.
    const closing = stopping.worker?.close(true).catch(report)
    stopping.redis.disconnect()
    await closing
  }

  /** Has a worker run while somebody listens, and none otherwise. Those who don't listen must take nothing. */
  const arrange = () => {
    turn = turn.then(async () => {
      if (listeners.size === 0 || isClosed) await stopWorker()
      else working ??= startWorker()
    })
  }

  return {
    async wake(at, key) {
      checkWakeUp(at, key)
      if (isClosed) throw closedError()
      try {
        const open = await openQueue()
        await open.add(
          'wake-up',
          { key },
          {
            // While one of this id waits, BullMQ takes no other.
            jobId: createHash('sha256').update(`${at}:`).update(Buffer.from(key, 'utf16le')).digest('base64url'),
            delay: Math.max(0, at - Date.now()),
            attempts: 100,
            removeOnComplete: true,
            removeOnFail: true,
          },
        )
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
      arrange()
      asking?.disconnect()
      await queue?.close().catch(() => {})
      await turn
    },
  }
}
