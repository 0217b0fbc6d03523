import type { ClockPace } from '@tutti/testing/fakes'
import type { BadEngineName } from '../bad-engines.ts'
import type { Cell } from '../cells.ts'

/** Where the journal is. */
export type StorePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly schema: string }

/** One cell as a process has to play it. */
export interface CellJob {
  readonly cell: Cell
  /** Where its platform listens. */
  readonly server: string
  /** Keeps the cells of one store apart; also the id of the post. */
  readonly tenant: string
  readonly texts: readonly string[]
}

/** What one process is to do. Pure JSON. */
export interface BatchJob {
  readonly place: StorePlace
  readonly pace: ClockPace
  readonly badEngine?: BadEngineName | undefined
  readonly cells: readonly CellJob[]
}

/** What a process says of one of its cells. */
export interface CellMessage {
  readonly tenant: string
  /** `stopped` at its point, or `ended`: nothing is left that it would do by itself. */
  readonly kind: 'stopped' | 'ended'
}

/** What the process is told: to hold a client whose request the platform holds, or to go on with all. */
export type Command = { readonly kind: 'hold'; readonly tenant: string } | { readonly kind: 'go-on' }
