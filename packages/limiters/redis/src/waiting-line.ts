import { type LimitKey, type Permit, type PermitRequest, priorities } from '@tutti/model'

/** One call that waits for its permit. */
export interface Waiter {
  readonly request: PermitRequest
  readonly startedAt: number
  isTold: boolean
  resolve(permit: Permit): void
  reject(error: Error): void
}

/** The calls of this process that wait for the same limits: the urgent first, and owners in turn. */
export class WaitingLine {
  readonly limits: readonly LimitKey[]
  isServed = false
  readonly #waiters = new Set<Waiter>()
  /** When each owner was served last, as a running number. */
  readonly #servedAt = new Map<string, number>()
  #served = 0
  #endPause: (() => void) | undefined
  /** Whose turn it is, while that is known. */
  #next: Waiter | undefined

  constructor(limits: readonly LimitKey[]) {
    this.limits = limits
  }

  /** The cost of all who wait. */
  get cost(): number {
    let cost = 0
    for (const waiter of this.#waiters) cost += waiter.request.cost
    return cost
  }

  has(waiter: Waiter): boolean {
    return this.#waiters.has(waiter)
  }

  all(): readonly Waiter[] {
    return [...this.#waiters]
  }

  add(waiter: Waiter): void {
    const next = this.next()
    this.#waiters.add(waiter)
    if (next !== undefined && !this.#isBefore(waiter, next)) return
    this.#next = waiter
    this.nudge()
  }

  /** Takes one out that gave up. */
  remove(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter) || this.#next !== waiter) return
    this.#next = undefined
    this.nudge()
  }

  /** Takes the one out that was served: its owner goes behind the others. */
  serve(waiter: Waiter): void {
    this.#waiters.delete(waiter)
    this.#next = undefined
    this.#served += 1
    this.#servedAt.set(waiter.request.owner, this.#served)
  }

  /** Takes all of them out. */
  takeAll(): readonly Waiter[] {
    const waiters = this.all()
    this.#waiters.clear()
    this.#next = undefined
    this.nudge()
    return waiters
  }

  /** Whose turn it is. */
  next(): Waiter | undefined {
    if (this.#next !== undefined) return this.#next
    for (const waiter of this.#waiters) {
      if (this.#next === undefined || this.#isBefore(waiter, this.#next)) this.#next = waiter
    }
    return this.#next
  }

  /** Waits until the time is over or something has changed. */
  async pause(setTimer: (callback: () => void) => () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = setTimer(resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
    this.#endPause = undefined
  }

  /** Something has changed: what was waited for is asked for again. */
  nudge(): void {
    this.#endPause?.()
  }

  #isBefore(left: Waiter, right: Waiter): boolean {
    const byPriority = priorities.indexOf(left.request.priority) - priorities.indexOf(right.request.priority)
    if (byPriority !== 0) return byPriority < 0
    const servedAt = ({ request }: Waiter) => this.#servedAt.get(request.owner) ?? 0
    return servedAt(left) < servedAt(right)
  }
}
