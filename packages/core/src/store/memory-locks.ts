import type { Lock, LockStore } from '@tutti/model'
import type { MemoryState } from './memory-state.ts'

/** Short locks, in memory. */
export class MemoryLocks implements LockStore {
  readonly #locks = new Map<string, Lock>()
  readonly #state: MemoryState

  constructor(state: MemoryState) {
    this.#state = state
  }

  async acquire(name: string, { now, leaseMs }: { now: number; leaseMs: number }): Promise<Lock | undefined> {
    this.#state.assertOpen()
    const held = this.#locks.get(name)
    if (held && held.until > now) return undefined
    const lock = { name, fence: this.#state.nextNumber(), until: now + leaseMs }
    this.#locks.set(name, lock)
    return lock
  }

  async release(lock: Lock): Promise<boolean> {
    this.#state.assertOpen()
    return this.#locks.get(lock.name)?.fence === lock.fence && this.#locks.delete(lock.name)
  }
}
