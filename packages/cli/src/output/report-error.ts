import { redactText } from '@tutti/adapter-kit'
import { type ErrorRecord, TuttiError } from '@tutti/model'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { errorPage } from '../manifest.ts'
import { adviceOf } from './advice-of.ts'
import type { Output } from './output.ts'

const internalAdvice = 'This is a bug of tutti. Run the command again with --debug and report what it prints.'

/** An error as it is shown: what is not ours has only its name and words. */
function toRecord(error: unknown): Pick<ErrorRecord, 'message' | 'advice' | 'channel'> & { readonly code: string } {
  if (TuttiError.isInstance(error)) return error.toJSON()
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { code: 'internal', message: redactText(message), advice: internalAdvice }
}

/**
 * Says what went wrong, and what to do. A stack only where it was asked for, and without secrets.
 * @returns what the process ends with
 */
export function reportError(error: unknown, output: Output, isDebug: boolean): ExitCode {
  const exitCode = exitCodeOf(error)
  const record = toRecord(error)
  output.json({ error: record, exitCode })
  if (!output.isJson && exitCode !== exitCodes.interrupted) {
    output.note(`tutti: ${record.message}`)
    const advice = adviceOf(record)
    if (advice !== undefined) output.note(`  What to do: ${advice}`)
    const page = TuttiError.isInstance(error) ? ` (${errorPage(record.code)})` : ''
    output.note(`  Code: ${record.code}${page}`)
  }
  if (isDebug) for (const stack of stacksOf(error)) output.note(redactText(stack))
  return exitCode
}

function stacksOf(error: unknown): readonly string[] {
  const stacks: string[] = []
  for (let one = error; one instanceof Error && stacks.length < 5; one = one.cause) {
    stacks.push(one.stack ?? `${one.name}: ${one.message}`)
  }
  return stacks
}
