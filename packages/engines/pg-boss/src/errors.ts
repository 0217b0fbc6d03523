import { EngineError } from '@tutti/model'

/** Makes an EngineError of what pg-boss threw. Says neither address nor password. */
export function engineFailed(error: unknown): EngineError {
  if (EngineError.isInstance(error)) return error
  const code = codeOf(error)
  return new EngineError({
    code: 'engine-failed',
    message: `pg-boss: ${describe(error, code)}`,
    outcome: 'not-sent',
    cause: withoutValues(error, code),
  })
}

/** The engine was closed. */
export function closedError(): EngineError {
  return new EngineError({ code: 'engine-failed', message: 'the engine was closed', outcome: 'not-sent' })
}

/** Schema, table or queue are no longer there: somebody removed them while we used them. */
export function isWiped(error: unknown): boolean {
  return (
    /^(?:3F000|42P01|42883)$/.test(codeOf(error)) ||
    /^Queue .* (?:does not exist|not found)/.test(String(messageOf(error)))
  )
}

/** A network error's message names the address; PostgreSQL's own don't. */
function describe(error: unknown, code: string): string {
  if (/^[0-9A-Z]{5}$/.test(code)) return `${messageOf(error)} (${code})`
  return code === '' ? String(messageOf(error)) : code
}

/** The client hangs query and values on its errors: only the message, the stack and the code stay. */
function withoutValues(error: unknown, code: string): unknown {
  if (!(error instanceof Error)) return undefined
  const copy = new Error(describe(error, code))
  if (error.stack !== undefined && code === '') copy.stack = error.stack
  return Object.assign(copy, { code })
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : error)

function codeOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error
  if (typeof inner !== 'object' || inner === null || !('code' in inner)) return ''
  return String(inner.code)
}
