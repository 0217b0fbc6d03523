import type { DeliveryState } from '@tutti/core'
import type { Fault } from '../faults/fault.ts'
import { reconciliation } from './times.ts'

/** What must be true in the end, of the part that the trouble struck. */
export interface Expectation {
  /** How often it stands. */
  readonly count: 0 | 1
  readonly state: DeliveryState
}

/** Where in a post the trouble strikes. */
export interface Position {
  readonly name: string
  readonly partCount: number
  /** The part that it strikes, from 0. */
  readonly struck: number
}

/** Every trouble is tried at both. */
export const positions: readonly Position[] = [
  { name: 'a single post', partCount: 1, struck: 0 },
  { name: 'the middle of a thread', partCount: 3, struck: 1 },
]

/** One way in which the answer to a committing request is lost. */
export interface FaultCell {
  readonly name: string
  readonly fault: Fault
  /** `late`: after the declared time, when absence has been proved by all that can be known. */
  readonly committed: 'yes' | 'no' | 'late'
}

/** The faults of RELIABILITY 1.3 that leave a process alive. */
export const faultCells: readonly FaultCell[] = [
  { name: 'commit, then reset', fault: { kind: 'reset', committed: true }, committed: 'yes' },
  { name: 'nothing at all: reset before the commit', fault: { kind: 'reset', committed: false }, committed: 'no' },
  { name: 'cut body', fault: { kind: 'cut-body' }, committed: 'yes' },
  { name: 'empty 200', fault: { kind: 'empty-body' }, committed: 'yes' },
  { name: 'hang, committed', fault: { kind: 'hang', committed: true }, committed: 'yes' },
  { name: 'hang, not committed', fault: { kind: 'hang', committed: false }, committed: 'no' },
  { name: '500, committed', fault: { kind: 'error', committed: true }, committed: 'yes' },
  { name: '500, not committed', fault: { kind: 'error', committed: false }, committed: 'no' },
  { name: '503, committed', fault: { kind: 'error', committed: true, status: 503 }, committed: 'yes' },
  {
    name: 'late commit, within the declared time',
    fault: { kind: 'late-commit', delayMs: reconciliation.lateCommitMs / 2 },
    committed: 'yes',
  },
  {
    name: 'late commit, after the declared time',
    fault: { kind: 'late-commit', delayMs: reconciliation.lateCommitMs * 4 },
    committed: 'late',
  },
]

/** What must come of a part, by what became of its first request and whether a repeat is protected. */
export function expectationOf(committed: FaultCell['committed'], protectsRepeats: boolean): Expectation {
  if (committed === 'yes') return { count: 1, state: 'published' }
  if (protectsRepeats) return { count: 1, state: 'published' }
  return { count: committed === 'late' ? 1 : 0, state: 'needs-human' }
}
