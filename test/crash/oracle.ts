import type { DeliveryState } from '@tutti/core'
import { answerOf, type Committed } from './answers.ts'
import type { Cell } from './cells.ts'
import { pointOf } from './points.ts'

/** What the rules of RELIABILITY say of one cell. */
export interface Expectation {
  /** How often the struck part stands: at least, and at most. */
  readonly count: readonly [least: 0 | 1, most: 0 | 1]
  /** What the struck part and its delivery may be called; none when the journal must know nothing of it. */
  readonly states: readonly DeliveryState[]
  /** How many drafts may be left that nobody publishes. */
  readonly maxOrphans: 0 | 1
}

const published: Expectation = { count: [1, 1], states: ['published'], maxOrphans: 0 }
const refused: Expectation = { count: [0, 0], states: ['rejected'], maxOrphans: 1 }
const unheardOf: Expectation = { count: [0, 0], states: [], maxOrphans: 0 }

const protectsRepeats = ['key', 'client-id', 'two-step']

/** The rules, applied to one cell. Knows nothing of any engine. */
export function expectationOf(cell: Cell): Expectation {
  const answer = answerOf(cell.answer)
  if (cell.point === undefined) {
    if (answer.says === 'refused') return refused
    return answer.says === 'nothing' ? readBack(cell, answer.committed) : published
  }
  if (cell.point.startsWith('C1 ')) return unheardOf
  if (cell.point.startsWith('C11')) return published
  const committed = pointOf(cell.point).committed ?? answer.committed
  if (committed === 'not-sent') return { ...published, maxOrphans: 1 }
  // It may send when it wakes up: no engine can take back a request that waits for nothing but its first byte.
  if (cell.isFrozen && cell.point === 'C6 before the first byte') {
    const { count, ...expectation } = readBack(cell, 'late')
    return { ...expectation, count: [expectation.states.includes('needs-human') ? 0 : 1, count[1]] }
  }
  return readBack(cell, committed)
}

/** What must come of a request whose answer nobody has. */
function readBack({ guarantee, onAbsent }: Cell, committed: Committed): Expectation {
  const count = committed === 'no' ? ([0, 0] as const) : ([1, 1] as const)
  if (guarantee === 'none') return { count, states: ['needs-human'], maxOrphans: 0 }
  if (committed === 'yes' || protectsRepeats.includes(guarantee) || onAbsent === 'resend') return published
  // Whoever looks late enough sees also what came late.
  return { count, states: committed === 'late' ? ['needs-human', 'published'] : ['needs-human'], maxOrphans: 0 }
}
