import type { Fault } from '@tutti/testing/fakes'
import { times } from './times.ts'

/** Whether the platform does what was asked. `late`: only after the declared time, when all proof says it is absent. */
export type Committed = 'yes' | 'no' | 'late'

/** One way in which a platform answers the committing request. */
export interface Answer {
  /** Absent for the answer as it should be. */
  readonly fault?: Fault | undefined
  readonly committed: Committed
  /** What the answer says to whoever reads it: something definite, to come again later, or nothing that can be relied on. */
  readonly says: 'published' | 'refused' | 'later' | 'nothing'
}

const lateWithin: Fault = { kind: 'late-commit', delayMs: times.lateCommitMs / 2 }
const lateAfter: Fault = { kind: 'late-commit', delayMs: times.lateCommitMs * 4 }
const status = (code: number, committed: boolean, body?: object, headers?: Record<string, string>): Fault => ({
  kind: 'error',
  status: code,
  committed,
  headers,
  body: body && JSON.stringify(body),
})

/** The answers of RELIABILITY 1.3, and commits that come late. */
export const answers = {
  '200': { committed: 'yes', says: 'published' },
  'cut body': { fault: { kind: 'cut-body' }, committed: 'yes', says: 'nothing' },
  'empty 200': { fault: { kind: 'empty-body' }, committed: 'yes', says: 'nothing' },
  'reset, not committed': { fault: { kind: 'reset', committed: false }, committed: 'no', says: 'nothing' },
  'reset, committed': { fault: { kind: 'reset', committed: true }, committed: 'yes', says: 'nothing' },
  'hang, committed': { fault: { kind: 'hang', committed: true }, committed: 'yes', says: 'nothing' },
  'hang, not committed': { fault: { kind: 'hang', committed: false }, committed: 'no', says: 'nothing' },
  '500, committed': { fault: status(500, true), committed: 'yes', says: 'nothing' },
  '500, not committed': { fault: status(500, false), committed: 'no', says: 'nothing' },
  '429': { fault: status(429, false, undefined, { 'retry-after': '2' }), committed: 'no', says: 'later' },
  '403 duplicate': { fault: status(403, false, { error: 'duplicate' }), committed: 'no', says: 'refused' },
  '401': { fault: status(401, false), committed: 'no', says: 'refused' },
  'late commit within the declared time': { fault: lateWithin, committed: 'yes', says: 'nothing' },
  'late commit after the declared time': { fault: lateAfter, committed: 'late', says: 'nothing' },
} as const satisfies Readonly<Record<string, Answer>>

/** The name of an answer. */
export type AnswerName = keyof typeof answers

/** Every answer, by its name. */
export const answerNames = Object.keys(answers) as AnswerName[]

/** The answer of a name. */
export const answerOf = (name: AnswerName): Answer => answers[name]
