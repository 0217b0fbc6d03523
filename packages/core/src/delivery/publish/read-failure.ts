import { createError, type ErrorRecord, MediaError, RateLimitError, TuttiError } from '@tutti/model'

/**
 * What a thrown error says about the request behind it. `wait`: not sent, not before some time.
 * `unknown` unless something else is proved.
 */
export type Failure = { readonly error: ErrorRecord } & (
  | { readonly kind: 'rejected' | 'not-sent' | 'unknown' }
  | { readonly kind: 'wait'; readonly retryAfterMs: number }
)

/** A 429 that does not say when: long enough not to make it worse. */
const defaultRetryAfterMs = 60_000

/** Even where the platform says "now": a loop without a pause is an attack. */
const minRetryAfterMs = 1_000

/** Reads an error of the committing request, where doubt means that the post may stand. */
export function readFailure(error: unknown): Failure {
  // Whoever throws one of ours says in its outcome whether the request had left; anything else proves nothing.
  return TuttiError.isInstance(error)
    ? readDefinite(error)
    : { kind: 'unknown', error: toErrorRecord(error, 'unknown') }
}

/** Reads an error of staging, which is never visible and may always be repeated. */
export function readStageFailure(error: unknown): Failure {
  if (!TuttiError.isInstance(error)) return { kind: 'not-sent', error: toErrorRecord(error, 'not-sent') }
  const failure = readDefinite(error)
  if (failure.kind === 'unknown') return { ...failure, kind: 'not-sent' }
  // Bytes that can't be read were refused by us, not by the platform, and so will they be next time.
  return MediaError.isInstance(error) ? { kind: 'rejected', error: failure.error } : failure
}

/** The record of any thrown value. Messages of errors that are not ours stay out: they may hold anything. */
export function toErrorRecord(error: unknown, outcome: 'unknown' | 'not-sent'): ErrorRecord {
  if (TuttiError.isInstance(error)) return error.toJSON()
  const name = error instanceof Error ? error.name : typeof error
  return createError({
    code: 'malformed-answer',
    message: `the adapter or a plugin failed with ${name}`,
    outcome,
    advice: 'This is a fault of the adapter or of a plugin: report it there.',
  }).toJSON()
}

function readDefinite(error: TuttiError): Failure {
  const record = error.toJSON()
  if (error.outcome === 'unknown') return { kind: 'unknown', error: record }
  if (RateLimitError.isInstance(error)) {
    return {
      kind: 'wait',
      error: record,
      retryAfterMs: Math.max(error.retryAfterMs ?? defaultRetryAfterMs, minRetryAfterMs),
    }
  }
  return { kind: error.outcome, error: record }
}
