import { asObject, asString } from '@tutti/adapter-kit/setup'
import type { ErrorCode, ErrorReading, FailedAnswer } from '@tutti/model'

/**
 * What each status means here. Those that are not listed (413, 429, 5xx) are left to the kit.
 * Mastodon: https://docs.joinmastodon.org/entities/Error/ (read 2026-11-22). GoToSocial 0.20 answers
 * 400 where Mastodon answers 422, 406 to an `Accept` it can't serve, 418 to a missing `User-Agent`.
 */
const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'rejected',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  // A path that is there for other methods: an older server, or a lesser one.
  405: 'not-offered',
  406: 'rejected',
  409: 'conflict',
  410: 'gone',
  418: 'rejected',
  422: 'rejected',
}

/** Pixelfed refuses a key that it has seen with 400 and these words (`statusCreate`, read 2026-11-25). */
const duplicateKey = /duplicate idempotency key/i

/**
 * Mastodon takes an upload at once and works on it afterwards; a post that comes too early is
 * refused with 422 and these words. Nothing happened and the same request is right a little later,
 * which is what `rate-limited` says: core waits, and sends it again.
 */
const stillProcessing = /have not finished processing/i
const stillProcessingRetryMs = 5_000

/** Reads a failed answer of Mastodon or of a server that speaks its API. */
export function readError(answer: FailedAnswer): ErrorReading | undefined {
  const message = readMessage(answer.body)
  const code = codesByStatus[answer.status]
  if (!code) return message === undefined ? undefined : { message }
  if (code === 'unauthorized' && message !== undefined && /expired/i.test(message)) {
    return { code: 'credential-expired', message, outcome: 'rejected' }
  }
  if (answer.status === 422 && message !== undefined && stillProcessing.test(message)) {
    return { code: 'rate-limited', message, outcome: 'not-sent', retryAfterMs: stillProcessingRetryMs }
  }
  if (message !== undefined && duplicateKey.test(message)) return { code: 'duplicate', message, outcome: 'rejected' }
  return { code, message, outcome: 'rejected' }
}

function readMessage(body: unknown): string | undefined {
  const answer = asObject(body)
  // `error_description` says it in words where `error` is an OAuth code.
  return asString(answer?.error_description) ?? asString(answer?.error)
}
