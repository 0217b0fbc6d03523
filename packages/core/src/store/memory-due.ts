import type { DueIndex, Lease } from '@tutti/model'
import { compareText, type MemoryState } from './memory-state.ts'

interface Entry {
  readonly id: string
  dueAt: number
  fence: number
  leaseUntil: number | undefined
}

type ClaimOptions = { readonly now: number; readonly leaseMs: number }

/** A due index with leases and fences, in memory. */
export class MemoryDue implements DueIndex {
  readonly #queues = new Map<string, Map<string, Entry>>()
  readonly #state: MemoryState

  constructor(state: MemoryState) {
    this.#state = state
  }

  async add(queue: string, id: string, dueAt: number): Promise<void> {
    this.#state.assertOpen()
    // A new entry: a lease on the old one has a stale fence from now on.
    this.#queue(queue).set(id, { id, dueAt, fence: 0, leaseUntil: undefined })
  }

  async remove(queue: string, id: string): Promise<void> {
    this.#state.assertOpen()
    this.#queue(queue).delete(id)
  }

  async claim(queue: string, options: ClaimOptions & { readonly limit: number }): Promise<readonly Lease[]> {
    this.#state.assertOpen()
    const due = [...this.#queue(queue).values()].filter(
      (entry) => entry.dueAt <= options.now && isFree(entry, options.now),
    )
    return due
      .sort(byDueTime)
      .slice(0, options.limit)
      .map((entry) => this.#lease(entry, options))
  }

  async claimOne(queue: string, id: string, options: ClaimOptions): Promise<Lease | undefined> {
    this.#state.assertOpen()
    const entry = this.#queue(queue).get(id)
    return entry && isFree(entry, options.now) ? this.#lease(entry, options) : undefined
  }

  async renew(queue: string, lease: Lease, { now, leaseMs }: ClaimOptions): Promise<Lease | undefined> {
    const entry = this.#held(queue, lease)
    if (entry === undefined) return undefined
    entry.leaseUntil = now + leaseMs
    return { ...lease, leaseUntil: entry.leaseUntil }
  }

  async complete(queue: string, lease: Lease): Promise<boolean> {
    const entry = this.#held(queue, lease)
    if (entry === undefined) return false
    return this.#queue(queue).delete(entry.id)
  }

  async release(queue: string, lease: Lease, dueAt: number): Promise<boolean> {
    const entry = this.#held(queue, lease)
    if (entry === undefined) return false
    // The fence goes with the lease: whoever gave it back can't use it again.
    this.#queue(queue).set(entry.id, { id: entry.id, dueAt, fence: 0, leaseUntil: undefined })
    return true
  }

  async list(
    queue: string,
    { until = Number.POSITIVE_INFINITY, limit = 100 }: { until?: number | undefined; limit?: number | undefined } = {},
  ) {
    this.#state.assertOpen()
    return [...this.#queue(queue).values()]
      .filter(({ dueAt }) => dueAt <= until)
      .sort(byDueTime)
      .slice(0, limit)
      .map(({ id, dueAt, leaseUntil }) => ({ id, dueAt, leaseUntil }))
  }

  #queue(name: string): Map<string, Entry> {
    let queue = this.#queues.get(name)
    if (queue === undefined) {
      queue = new Map()
      this.#queues.set(name, queue)
    }
    return queue
  }

  #lease(entry: Entry, { now, leaseMs }: ClaimOptions): Lease {
    entry.fence = this.#state.nextNumber()
    entry.leaseUntil = now + leaseMs
    return { id: entry.id, dueAt: entry.dueAt, fence: entry.fence, leaseUntil: entry.leaseUntil }
  }

  #held(queue: string, lease: Lease): Entry | undefined {
    this.#state.assertOpen()
    const entry = this.#queue(queue).get(lease.id)
    return entry?.fence === lease.fence ? entry : undefined
  }
}

function isFree(entry: Entry, now: number): boolean {
  return entry.leaseUntil === undefined || entry.leaseUntil <= now
}

function byDueTime(a: Entry, b: Entry): number {
  return a.dueAt - b.dueAt || compareText(a.id, b.id)
}
