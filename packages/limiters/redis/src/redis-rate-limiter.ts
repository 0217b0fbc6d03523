import { randomBytes } from 'node:crypto'
import type { Clock, LimitKey, Permit, PermitRequest, RateLimiter } from '@tutti/model'
import type { RedisConnection } from './connection.ts'
import { abortedError, checkPermitRequest, closedError, costTooLargeError, waitTooLongError } from './errors.ts'
import { FreeTimes } from './free-times.ts'
import { HeldPermits } from './held-permits.ts'
import { checkOptions } from './options.ts'
import { type HeldPermit, SharedLedger } from './shared-ledger.ts'
import { timers } from './timers.ts'
import { type Waiter, WaitingLine } from './waiting-line.ts'

/** Options of `redisRateLimiter`. */
export interface RedisRateLimiterOptions {
  /** Where Redis is: an address such as `redis://user:password@host:6379/0`, or options of ioredis. */
  readonly connection: RedisConnection
  /** What all keys in Redis begin with; those who share it share their limits. `tutti-limits` when absent. */
  readonly prefix?: string | undefined
  /** How long a permit of a killed process is held; 30 s when absent. Living ones renew theirs. */
  readonly holdMs?: number | undefined
  /** How long a connection may take to open, and an answer to come; 10 s when absent. */
  readonly connectTimeoutMs?: number | undefined
  /** For tests: the time that counts. Redis's own when absent, so that machines need not agree. */
  readonly clock?: Clock | undefined
  /** From 0 to below 1. `Math.random` when absent. */
  readonly random?: (() => number) | undefined
  /** Told what goes wrong while nobody waits for it. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** How often is asked again when only the answer to somebody's request can make room. */
const pollEveryMs = 50
/** The longest sleep at once: timers of the platform hold no more than 24 days, and others may free something. */
const maxPauseMs = 60_000

/**
 * A rate limiter that any number of processes share over Redis: together they stay under each limit, in any window, and
 * each learns from what the platform tells the others. Urgent operations go first and owners take turns among the calls
 * of one process; processes are served as they come. While Redis is away no permit is given.
 *
 * A permit always comes as a promise. The limiter holds a connection: whoever made it closes it.
 *
 * @throws InvalidInputError `invalid-options`; `acquire` throws RateLimitError `limiter-failed` as well
 */
export function redisRateLimiter(options: RedisRateLimiterOptions): RateLimiter {
  const checked = checkOptions(options)
  const clock = checked.clock ?? timers
  const ledger = new SharedLedger(checked)
  const lines = new Map<string, WaitingLine>()
  const freeTimes = new FreeTimes()
  const process = randomBytes(9).toString('base64url')
  let sequence = 0
  let isClosed = false

  const held = new HeldPermits({ ...checked, clock, ledger, onEnd: (permit) => afterEnd(permit) })

  /** Room was made: those who wait for one of these limits ask again. */
  const afterEnd = (permit: HeldPermit) => {
    const keys = new Set(permit.limits.map(({ key }) => key))
    for (const line of lines.values()) if (line.limits.some(({ key }) => keys.has(key))) line.nudge()
    disconnectIfDone()
  }

  const disconnectIfDone = () => {
    if (!isClosed) return
    if (held.size === 0) ledger.disconnect()
    else ledger.release()
  }

  const refuseWhoWontWait = (line: WaitingLine, waitMs: number) => {
    for (const waiter of line.all()) {
      const { maxWaitMs, onWait } = waiter.request
      const waitedMs = clock.now() - waiter.startedAt
      if (maxWaitMs !== undefined && waitedMs + waitMs > maxWaitMs) {
        line.remove(waiter)
        waiter.reject(waitTooLongError(waitMs, maxWaitMs))
      } else if (!waiter.isTold) {
        waiter.isTold = true
        onWait?.(waitMs)
      }
    }
  }

  /** Asks for the one whose turn it is; pauses while there is nothing to be had. */
  const serveNext = async (line: WaitingLine, waiter: Waiter): Promise<void> => {
    const { cost } = waiter.request
    sequence += 1
    const permit: HeldPermit = { limits: line.limits, cost, member: `${process}:${sequence}:${cost}` }
    const askedAt = clock.now()
    const answer = await ledger.take(permit)
    if (answer.kind === 'granted') {
      const granted = held.add(permit, answer.grantedAt, askedAt, clock.now() - waiter.startedAt)
      // This process may have slept while the answer lay in its socket: then the turn comes again.
      if (!line.has(waiter) || granted.isLapsed()) return granted.settle({ unsent: true })
      line.serve(waiter)
      return waiter.resolve(granted)
    }
    if (!line.has(waiter)) return
    if (answer.kind === 'too-large') {
      line.remove(waiter)
      return waiter.reject(costTooLargeError(cost, answer.largestCost))
    }
    const pollMs = answer.isKnown ? 1 : pollEveryMs * (0.5 + 0.5 * checked.random())
    const waitMs = Math.max(answer.waitMs, Math.ceil(pollMs))
    if (answer.isKnown) freeTimes.note(line.limits, clock.now() + waitMs)
    refuseWhoWontWait(line, waitMs)
    if (line.next() !== undefined) await line.pause((end) => clock.setTimer(Math.min(waitMs, maxPauseMs), end))
  }

  const serve = async (id: string, line: WaitingLine): Promise<void> => {
    if (line.isServed) return
    line.isServed = true
    try {
      for (let waiter = line.next(); waiter !== undefined; waiter = line.next()) await serveNext(line, waiter)
    } catch (error) {
      // Nobody knows what the others have sent: no permit for anybody.
      for (const waiter of line.takeAll()) waiter.reject(error as Error)
    }
    lines.delete(id)
  }

  const wait = (request: PermitRequest): Promise<Permit> =>
    new Promise((resolve, reject) => {
      const { signal } = request
      const id = request.limits.map(({ key }) => JSON.stringify(key)).join()
      const line = lines.get(id) ?? new WaitingLine(request.limits)
      lines.set(id, line)
      const abort = () => {
        line.remove(waiter)
        waiter.reject(abortedError(signal))
      }
      const done = () => signal?.removeEventListener('abort', abort)
      const waiter: Waiter = {
        request,
        startedAt: clock.now(),
        isTold: false,
        resolve: (permit) => {
          done()
          resolve(permit)
        },
        reject: (error) => {
          done()
          reject(error)
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      line.add(waiter)
      void serve(id, line)
    })

  const forecast = (limits: readonly LimitKey[], totalCost: number) => {
    const keys = new Set(limits.map(({ key }) => key))
    let waitingCost = 0
    for (const line of lines.values()) if (line.limits.some(({ key }) => keys.has(key))) waitingCost += line.cost
    return freeTimes.estimate(limits, totalCost + waitingCost, clock.now())
  }

  return {
    acquire(request) {
      checkPermitRequest(request)
      if (isClosed) throw closedError()
      if (request.signal?.aborted) throw abortedError(request.signal)
      if (request.limits.length === 0) return { waitedMs: 0, settle() {} }
      return wait(request)
    },
    forecast(limits, count, cost = 1) {
      checkPermitRequest({ cost: cost * count })
      return forecast(limits, count * cost)
    },
    close() {
      isClosed = true
      for (const line of lines.values()) for (const waiter of line.takeAll()) waiter.reject(closedError())
      held.close()
      disconnectIfDone()
    },
  }
}
