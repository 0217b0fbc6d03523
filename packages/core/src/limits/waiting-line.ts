import { type Permit, type PermitRequest, priorities } from '@tutti/model'
import type { KeyLedger } from './key-ledger.ts'

/** One call that waits for its permit. */
export interface Waiter {
  readonly request: PermitRequest
  /** Index of its priority; 0 is the most urgent. */
  readonly priority: number
  readonly waitingSinceMs: number
  isTold: boolean
  resolve(permit: Permit | Promise<Permit>): void
  reject(error: Error): void
}

/** A wait until later than this has to be told to the caller, or is too long for it. */
export function reviewAtOf({ request, isTold, waitingSinceMs }: Waiter): number {
  if (!isTold) return Number.NEGATIVE_INFINITY
  return waitingSinceMs + (request.maxWaitMs ?? Number.POSITIVE_INFINITY)
}

interface OwnerQueue {
  readonly owner: string
  readonly waiters: Waiter[]
}

/**
 * The calls that wait for the same set of limits. Within a priority owners take turns, and each
 * owner's calls leave in the order in which they came.
 */
export class WaitingLine {
  /** Where the line stands: at the one of its limits that stops its next call. */
  parkedAt: KeyLedger | undefined
  parkedPriority = 0
  /** A wait until later than this concerns somebody in the line: see `reviewAtOf`. May be too early, never too late. */
  reviewAt = Number.POSITIVE_INFINITY
  readonly id: string
  readonly ledgers: readonly KeyLedger[]
  readonly #turns: OwnerQueue[][] = priorities.map(() => [])
  readonly #owners: Map<string, OwnerQueue>[] = priorities.map(() => new Map())

  constructor(id: string, ledgers: readonly KeyLedger[]) {
    this.id = id
    this.ledgers = ledgers
  }

  /** The priority of the call whose turn it is. */
  get priority(): number {
    return this.#turns.findIndex((turns) => turns.length > 0)
  }

  add(waiter: Waiter): void {
    this.reviewAt = Math.min(this.reviewAt, reviewAtOf(waiter))
    const owners = this.#ownersOf(waiter)
    const queue = owners.get(waiter.request.owner)
    if (queue !== undefined) {
      queue.waiters.push(waiter)
    } else {
      const created = { owner: waiter.request.owner, waiters: [waiter] }
      owners.set(created.owner, created)
      this.#turnsOf(waiter).push(created)
    }
    for (const ledger of this.ledgers) ledger.addWaiting(waiter.priority, waiter.request.cost)
  }

  /** The call whose turn it is. */
  peek(): Waiter | undefined {
    return this.#turns[this.priority]?.[0]?.waiters[0]
  }

  /** Removes the call whose turn it is; its owner goes to the end of the turns. */
  take(): void {
    const waiter = this.peek()
    if (waiter === undefined) return
    const turns = this.#turnsOf(waiter)
    const queue = turns.shift()
    if (queue === undefined) return
    queue.waiters.shift()
    if (queue.waiters.length > 0) turns.push(queue)
    this.#forget(waiter, queue)
  }

  /** Removes any call; the others keep their places. */
  remove(waiter: Waiter): void {
    const queue = this.#ownersOf(waiter).get(waiter.request.owner)
    const index = queue?.waiters.indexOf(waiter) ?? -1
    if (queue === undefined || index < 0) return
    queue.waiters.splice(index, 1)
    const turns = this.#turnsOf(waiter)
    if (queue.waiters.length === 0) turns.splice(turns.indexOf(queue), 1)
    this.#forget(waiter, queue)
  }

  all(): readonly Waiter[] {
    return this.#turns.flatMap((turns) => turns.flatMap((queue) => queue.waiters))
  }

  #forget(waiter: Waiter, queue: OwnerQueue): void {
    if (queue.waiters.length === 0) this.#ownersOf(waiter).delete(queue.owner)
    for (const ledger of this.ledgers) ledger.removeWaiting(waiter.priority, waiter.request.cost)
  }

  #turnsOf(waiter: Waiter): OwnerQueue[] {
    return this.#turns[waiter.priority] as OwnerQueue[]
  }

  #ownersOf(waiter: Waiter): Map<string, OwnerQueue> {
    return this.#owners[waiter.priority] as Map<string, OwnerQueue>
  }
}
