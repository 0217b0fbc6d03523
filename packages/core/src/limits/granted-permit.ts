import type { Permit } from '@tutti/model'
import type { KeyLedger } from './key-ledger.ts'
import type { SettledPermit } from './window-ledger.ts'

/** What `settle` is told. */
export type PermitResult = Parameters<Permit['settle']>[0]

/** A permit as the limiter books it. Settling it a second time does nothing. */
export class GrantedPermit implements Permit, SettledPermit {
  readonly waitedMs: number
  readonly cost: number
  readonly sequence: number
  readonly grantedAtMs: number
  readonly ledgers: readonly KeyLedger[]
  readonly #book: (permit: GrantedPermit, result: PermitResult) => void
  #isSettled = false

  constructor(
    ledgers: readonly KeyLedger[],
    cost: number,
    sequence: number,
    grantedAtMs: number,
    waitedMs: number,
    book: (permit: GrantedPermit, result: PermitResult) => void,
  ) {
    this.ledgers = ledgers
    this.cost = cost
    this.sequence = sequence
    this.grantedAtMs = grantedAtMs
    this.waitedMs = waitedMs
    this.#book = book
  }

  settle(result: PermitResult): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#book(this, result)
  }
}
