import type { BoardGuarantee } from '@tutti/testing/fakes'
import { type AnswerName, answerNames, answerOf } from './answers.ts'
import { type PointName, pointNames, pointOf } from './points.ts'

/** One story: what the platform is, how it answers, and where the first process ends. Pure JSON. */
export interface Cell {
  readonly guarantee: BoardGuarantee
  /** A thread of three is struck in its middle, a single post in its only part. */
  readonly partCount: 1 | 3
  readonly answer: AnswerName
  /** Nobody dies when absent. */
  readonly point?: PointName | undefined
  /** SIGSTOP and, when another has taken over and finished, SIGCONT; SIGKILL when absent. */
  readonly isFrozen?: boolean | undefined
  /** The client requires approval: the post is drafted, submitted and approved instead of scheduled. */
  readonly isApproved?: boolean | undefined
  readonly onAbsent: 'ask' | 'resend'
}

/** The kinds of RELIABILITY 1.1. */
export const guaranteeKinds: readonly BoardGuarantee[] = ['key', 'client-id', 'two-step', 'read-back', 'none']

const partCounts = [1, 3] as const

/** C14: where a process is stopped that wakes up later. */
const freezePoints: readonly PointName[] = [
  'C5 staged, before publishing is journalled',
  'C6 publishing journalled',
  'C6 before the first byte',
  'C10 answer read, before it is stored',
]

/** The part that is struck. */
export const struckOf = ({ partCount }: Pick<Cell, 'partCount'>): number => (partCount === 3 ? 1 : 0)

/** What a cell is called. */
export function nameOf({ guarantee, partCount, answer, point, isFrozen, isApproved, onAbsent }: Cell): string {
  const place = point && (isFrozen ? `C14 stopped at ${point}` : point)
  const content = partCount === 3 ? 'the middle of a thread' : 'a single post'
  const post = isApproved ? `${content} that was approved` : content
  return [place ?? 'alive', answer, guarantee, post, onAbsent].join(' · ')
}

/** Whether a cell can be played: some answers and points never meet. */
export function isPlayable({ guarantee, answer, point, onAbsent, isFrozen, isApproved, partCount }: Cell): boolean {
  const { committed, says } = answerOf(answer)
  // A repeat that was asked for, and a commit later than any that can be known of: two posts, and nobody promised less.
  const isLate = committed === 'late' || (point !== undefined && pointOf(point).committed === 'late')
  if (onAbsent === 'resend' && (isLate || isFrozen)) return false
  if (isApproved && !(point !== undefined && pointOf(point).isScheduled)) return false
  if (point === undefined) return !isFrozen
  if (isFrozen && !freezePoints.includes(point)) return false
  if (pointOf(point).isScheduled && partCount === 3) return false
  if (point.startsWith('C4') && guarantee !== 'two-step') return false
  if (point.startsWith('C12')) return guarantee !== 'none' && says === 'nothing'
  if (point.startsWith('C10')) return !(isFrozen && answer !== '200')
  return answer === '200'
}

/** The whole matrix: every playable cell. */
export function wholeMatrix(): readonly Cell[] {
  const cells: Cell[] = []
  for (const point of [undefined, ...pointNames])
    for (const isFrozen of [undefined, true])
      for (const isApproved of [undefined, true])
        for (const answer of answerNames)
          for (const guarantee of guaranteeKinds)
            for (const partCount of partCounts)
              cells.push({ guarantee, partCount, answer, point, isFrozen, isApproved, onAbsent: 'ask' })
  return cells.filter(isPlayable)
}
