import { TuttiError } from '@tutti/model'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { adviceOf } from '../output/advice-of.ts'

/** One thing that the doctor looked at. */
export interface Finding {
  /** What was looked at: `config`, `clock`, `store`, or `channel sky`. */
  readonly what: string
  readonly state: 'ok' | 'warning' | 'error'
  readonly message: string
  readonly advice?: string | undefined
  /** What the process ends with when this is the first error. */
  readonly exitCode?: ExitCode | undefined
}

/** A finding of an error that came up while looking. What is not ours is passed on. */
export function findingOf(what: string, error: unknown): Finding {
  if (!TuttiError.isInstance(error)) throw error
  return { what, state: 'error', message: error.message, advice: adviceOf(error), exitCode: exitCodeOf(error) }
}

/** What the process ends with after some findings. */
export function exitCodeOfFindings(findings: readonly Finding[]): ExitCode {
  const error = findings.find(({ state }) => state === 'error')
  return error === undefined ? exitCodes.ok : (error.exitCode ?? exitCodes.usage)
}
