import { createError, type ErrorCode, type Outcome, TuttiError } from '@tutti/model'

/**
 * The error itself when it is ours, otherwise one of ours around it. The foreign error's text stays
 * in `cause`, which is neither logged nor stored: it may hold anything, secrets included.
 */
export function toTuttiError(error: unknown, code: ErrorCode, message = kindOf(error), outcome?: Outcome): TuttiError {
  return TuttiError.isInstance(error) ? error : createError({ code, message, outcome, cause: error })
}

function kindOf(error: unknown): string {
  return error instanceof Error ? `${error.name} was thrown: see the cause` : 'a value that is no Error was thrown'
}
