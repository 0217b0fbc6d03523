import { StoreError } from '@tutti/model'

/** What all parts of one memory store share. */
export class MemoryState {
  #closed = false
  #last = 0

  /** Grows over the whole store: a version or fence never comes again, not even after a deletion. */
  nextNumber(): number {
    this.#last += 1
    return this.#last
  }

  close(): void {
    this.#closed = true
  }

  /** @throws StoreError `store-failed` */
  assertOpen(): void {
    if (this.#closed) throw new StoreError({ code: 'store-failed', message: 'the memory store is closed' })
  }
}

/** UTF-16 code unit order, in which stores list. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
