/** A window is divided into so many slots: entries leave it at most 1/256 of its length late. */
const slotsPerWindow = 256

interface Slot {
  /** When its entries leave the window. */
  readonly expiresAt: number
  cost: number
}

/**
 * What was sent within the last `windowMs`, whatever the phase of the platform's own windows: the
 * only safe count until the platform says when its window resets. Memory is bounded by the number
 * of slots, not by the budget.
 */
export class SentLog {
  readonly #windowMs: number
  readonly #slotMs: number
  #slots: Slot[] = []
  #total = 0

  constructor(windowMs: number) {
    this.#windowMs = windowMs
    this.#slotMs = windowMs / slotsPerWindow
  }

  /** Adds the cost of a request whose answer arrived now: it was counted by the platform no later. */
  add(cost: number, nowMs: number): void {
    if (cost === 0) return
    this.#total += cost
    const last = this.#slots.at(-1)
    const expiresAt = nowMs + this.#windowMs
    if (last !== undefined && expiresAt <= last.expiresAt) last.cost += cost
    else this.#slots.push({ expiresAt: expiresAt + this.#slotMs, cost })
  }

  /** Cost sent within the window that ends now. */
  total(nowMs: number): number {
    const first = this.#slots[0]
    if (first !== undefined && first.expiresAt <= nowMs) this.#expire(nowMs)
    return this.#total
  }

  /** When the total will have fallen to `target` if nothing more is sent. */
  whenAtMost(target: number, nowMs: number): number {
    let total = this.total(nowMs)
    if (total <= target) return nowMs
    for (const slot of this.#slots) {
      total -= slot.cost
      if (total <= target) return slot.expiresAt
    }
    return this.#slots.at(-1)?.expiresAt ?? nowMs
  }

  clear(): void {
    this.#slots = []
    this.#total = 0
  }

  #expire(nowMs: number): void {
    let count = 0
    for (const slot of this.#slots) {
      if (slot.expiresAt > nowMs) break
      this.#total -= slot.cost
      count += 1
    }
    this.#slots.splice(0, count)
    // Costs may be fractions: an empty log must say zero.
    if (this.#slots.length === 0) this.#total = 0
  }
}
