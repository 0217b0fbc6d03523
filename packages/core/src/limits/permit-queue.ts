import { type Clock, type MaybePromise, type Permit, type PermitRequest, priorities } from '@tutti/model'
import type { KeyLedger } from './key-ledger.ts'
import { abortedError, closedError, costTooLargeError, waitTooLongError } from './limit-errors.ts'
import type { SteadyTime } from './steady-time.ts'
import { reviewAtOf, type Waiter, WaitingLine } from './waiting-line.ts'

/** What the queue needs of the limiter. */
export interface PermitQueueOptions {
  readonly clock: Clock
  readonly time: SteadyTime
  /** Charges all limits and makes the permit. */
  grant(ledgers: readonly KeyLedger[], request: PermitRequest, waitedMs: number, nowMs: number): MaybePromise<Permit>
}

/**
 * Calls that wait. Those that need the same limits form a line; a line stands at the one limit that
 * stops its next call, so a limit that is used up delays nobody who does without it. A timer runs for
 * each limit that frees up at a known instant, and only while somebody waits there.
 */
export class PermitQueue {
  readonly #options: PermitQueueOptions
  readonly #lines = new Map<string, WaitingLine>()

  constructor(options: PermitQueueOptions) {
    this.#options = options
  }

  /** @throws RateLimitError `wait-too-long` */
  wait(ledgers: readonly KeyLedger[], request: PermitRequest, nowMs: number): Promise<Permit> {
    const { maxWaitMs, signal, onWait } = request
    const priority = priorities.indexOf(request.priority)
    const delayMs = Math.max(...ledgers.map((ledger) => ledger.estimate(request.cost, priority, nowMs))) - nowMs
    if (maxWaitMs !== undefined && delayMs > maxWaitMs) throw waitTooLongError(delayMs, maxWaitMs)

    const promise = new Promise<Permit>((resolve, reject) => {
      const abort = () => {
        this.#drop(line, waiter, abortedError(signal))
        for (const ledger of ledgers) this.serve(ledger)
      }
      const waiter: Waiter = {
        request,
        priority,
        waitingSinceMs: nowMs,
        isTold: delayMs > 0,
        resolve(permit) {
          signal?.removeEventListener('abort', abort)
          resolve(permit)
        },
        reject(error) {
          signal?.removeEventListener('abort', abort)
          reject(error)
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      const line = this.#enqueue(ledgers, waiter, nowMs)
      if (line.parkedAt !== undefined) this.serve(line.parkedAt)
    })
    if (delayMs > 0) onWait?.(delayMs)
    return promise
  }

  /** Lets go who can go of those that wait at a limit. Who is stopped by another limit waits there. */
  serve(ledger: KeyLedger): void {
    const nowMs = this.#options.time.now()
    for (let line = ledger.parked.next(); line !== undefined; line = ledger.parked.next()) {
      const waiter = line.peek()
      if (waiter === undefined) return
      const { cost } = waiter.request
      const largestCost = Math.min(...line.ledgers.map((one) => one.largestCost))
      if (cost > largestCost) {
        this.#drop(line, waiter, costTooLargeError(cost, largestCost))
        continue
      }
      // While this limit has no room nobody passes its next call, or large ones would wait for ever.
      if (!ledger.fits(cost, nowMs)) break
      const blocking = line.ledgers.find((one) => !one.fits(cost, nowMs))
      if (blocking !== undefined) {
        this.#park(line, blocking)
        this.#watch(blocking, nowMs)
        continue
      }
      line.take()
      this.#park(line, line.peek() === undefined ? undefined : ledger)
      waiter.resolve(this.#options.grant(line.ledgers, waiter.request, nowMs - waiter.waitingSinceMs, nowMs))
    }
    this.#watch(ledger, nowMs)
  }

  /** Rejects everybody who waits. */
  close(): void {
    for (const line of this.#lines.values()) {
      for (const waiter of line.all()) this.#drop(line, waiter, closedError())
    }
  }

  /** Adds a call to the line of its limits; a new line stands at the first limit where somebody waits or has to. */
  #enqueue(ledgers: readonly KeyLedger[], waiter: Waiter, nowMs: number): WaitingLine {
    const id = ledgers.map((ledger) => ledger.key).join('\n')
    const line = this.#lines.get(id) ?? new WaitingLine(id, ledgers)
    this.#lines.set(id, line)
    line.add(waiter)
    if (line.parkedAt === undefined) {
      const { cost } = waiter.request
      this.#park(line, ledgers.find((ledger) => ledger.parked.size > 0 || !ledger.fits(cost, nowMs)) ?? ledgers[0])
    } else if (line.priority !== line.parkedPriority) {
      this.#park(line, line.parkedAt)
    }
    return line
  }

  /** Puts a line behind the others of its priority at a limit, or takes an empty one away. */
  #park(line: WaitingLine, ledger: KeyLedger | undefined): void {
    line.parkedAt?.parked.remove(line)
    line.parkedAt = ledger
    if (ledger !== undefined) ledger.parked.add(line)
    else this.#lines.delete(line.id)
  }

  /** Takes a call that will not be served out of its line; the others keep their places. */
  #drop(line: WaitingLine, waiter: Waiter, error: Error): void {
    const { parkedAt } = line
    line.remove(waiter)
    if (line.peek() === undefined) this.#park(line, undefined)
    else if (line.priority !== line.parkedPriority) this.#park(line, parkedAt)
    if (parkedAt?.parked.size === 0) this.#setTimer(parkedAt, Number.POSITIVE_INFINITY, 0)
    waiter.reject(error)
  }

  /** Sets the timer of a limit to the instant at which its next call may leave. */
  #watch(ledger: KeyLedger, nowMs: number): void {
    const cost = ledger.parked.next()?.peek()?.request.cost
    const nextAt = cost === undefined ? Number.POSITIVE_INFINITY : ledger.nextChangeAt(cost, nowMs)
    if (nextAt === ledger.timerAt) return
    this.#setTimer(ledger, nextAt, nowMs)
    if (nextAt !== Number.POSITIVE_INFINITY && nextAt > ledger.parked.reviewAt) this.#review(ledger, nextAt, nowMs)
  }

  #setTimer(ledger: KeyLedger, atMs: number, nowMs: number): void {
    ledger.cancelTimer?.()
    ledger.cancelTimer = undefined
    ledger.timerAt = atMs
    if (atMs === Number.POSITIVE_INFINITY) return
    const { clock, time } = this.#options
    ledger.cancelTimer = clock.setTimer(Math.max(1, Math.ceil(atMs - nowMs)), () => {
      time.reach(atMs)
      ledger.cancelTimer = undefined
      ledger.timerAt = Number.POSITIVE_INFINITY
      this.serve(ledger)
    })
  }

  /** Tells those who wait until when, and refuses those who are not willing to wait so long. */
  #review(ledger: KeyLedger, untilMs: number, nowMs: number): void {
    ledger.parked.reviewAt = Number.POSITIVE_INFINITY
    for (const line of ledger.parked.all()) {
      line.reviewAt = Number.POSITIVE_INFINITY
      for (const waiter of line.all()) {
        const { maxWaitMs, onWait } = waiter.request
        if (maxWaitMs !== undefined && untilMs - waiter.waitingSinceMs > maxWaitMs) {
          this.#drop(line, waiter, waitTooLongError(untilMs - nowMs, maxWaitMs))
          continue
        }
        const wasTold = waiter.isTold
        waiter.isTold = true
        line.reviewAt = Math.min(line.reviewAt, reviewAtOf(waiter))
        if (!wasTold) onWait?.(untilMs - nowMs)
      }
      ledger.parked.reviewAt = Math.min(ledger.parked.reviewAt, line.reviewAt)
    }
  }
}
