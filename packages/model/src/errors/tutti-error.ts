import { type ErrorCode, errorCodes } from './codes.ts'

/**
 * What became of the request behind an error. `not-sent`: it never left, repeating is safe.
 * `rejected`: the platform refused it, nothing happened. `unknown`: it may have happened.
 */
export type Outcome = 'not-sent' | 'rejected' | 'unknown'

/** What an error is about. Every member is safe to log. */
export interface ErrorDetails {
  readonly code: ErrorCode
  /** What happened and where, without secrets. */
  readonly message: string
  readonly outcome?: Outcome | undefined
  readonly platform?: string | undefined
  readonly operation?: string | undefined
  readonly channel?: string | undefined
  /** The place in the input, such as `perChannel.sky.text`. */
  readonly path?: string | undefined
  /** The HTTP status, when there was an answer. */
  readonly status?: number | undefined
  readonly retryable?: boolean | undefined
  /** Milliseconds until it makes sense to try again. */
  readonly retryAfterMs?: number | undefined
  /** What to do; the code's own advice when absent. */
  readonly advice?: string | undefined
  readonly cause?: unknown
}

/** The members of an error that survive JSON: for logs, journals and reports. */
export type ErrorRecord = Omit<ErrorDetails, 'cause'> & { readonly name: string; readonly advice: string }

const brand = Symbol.for('tutti.error')

/**
 * The class of every error that Tutti throws. Test with `TuttiError.isInstance(error)` or with a
 * subclass's own `isInstance`: `instanceof` fails when two copies of the package are installed.
 */
export class TuttiError extends Error {
  override readonly name: string = 'TuttiError'
  readonly code: ErrorCode
  /** What became of the request; `not-sent` for errors that no request preceded. */
  readonly outcome: Outcome
  readonly platform: string | undefined
  readonly operation: string | undefined
  readonly channel: string | undefined
  readonly path: string | undefined
  readonly status: number | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly advice: string

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.outcome = details.outcome ?? 'not-sent'
    this.platform = details.platform
    this.operation = details.operation
    this.channel = details.channel
    this.path = details.path
    this.status = details.status
    this.retryable = details.retryable ?? false
    this.retryAfterMs = details.retryAfterMs
    this.advice = details.advice ?? errorCodes[details.code]
    Object.defineProperty(this, brand, { value: true })
  }

  /** Whether a value is an error of Tutti, from whichever copy of the package. */
  static isInstance(value: unknown): value is TuttiError {
    return value instanceof Error && brand in value
  }

  /** The error without cause and stack: safe to log, store and send. */
  toJSON(): ErrorRecord {
    const {
      name,
      code,
      message,
      outcome,
      platform,
      operation,
      channel,
      path,
      status,
      retryable,
      retryAfterMs,
      advice,
    } = this
    return { name, code, message, outcome, platform, operation, channel, path, status, retryable, retryAfterMs, advice }
  }
}

/** A copy of an error with more said about where it happened. What the error says itself stays. */
export function withPlace(
  error: TuttiError,
  place: Pick<ErrorDetails, 'platform' | 'operation' | 'channel'>,
): TuttiError {
  for (const key of ['platform', 'operation', 'channel'] as const) {
    if (error[key] === undefined && place[key] !== undefined) {
      Object.defineProperty(error, key, { value: place[key], enumerable: true })
    }
  }
  return error
}
