import type { ErrorCode, ErrorReading, FailedAnswer } from '@tutti/model'

/**
 * What the names of XRPC errors mean. A name that is not here, and every 429 and 5xx, is left to
 * the status; in particular the 500 for a record key that is taken, which must stay `unknown`.
 */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  // An expired or bad token is a 400 (recorded), so the status would say `rejected`.
  ['ExpiredToken', 'credential-expired'],
  ['InvalidToken', 'credential-expired'],
  ['AuthMissing', 'unauthorized'],
  ['AuthenticationRequired', 'unauthorized'],
  ['AuthFactorTokenRequired', 'unauthorized'],
  // These come as 401, and no new session would help.
  ['AccountDeactivated', 'forbidden'],
  ['AccountTakedown', 'forbidden'],
  ['AccountSuspended', 'forbidden'],
  ['BlockedActor', 'forbidden'],
  ['BlockedByActor', 'forbidden'],
  ['NotFound', 'not-found'],
  ['RecordNotFound', 'not-found'],
  ['RepoNotFound', 'gone'],
  ['HandleNotFound', 'not-found'],
  ['AccountNotFound', 'not-found'],
  ['InvalidSwap', 'conflict'],
  ['BlobTooLarge', 'media-too-large'],
  ['PayloadTooLarge', 'media-too-large'],
  ['InvalidMimeType', 'media-type-refused'],
  ['MethodNotImplemented', 'not-offered'],
])

/** `InvalidRequest` stands for everything else; these are told apart by their words (recorded). */
const codesByWords: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(Profile|Blob) not found/, 'not-found'],
  // A repository that was deleted, deactivated or taken down: its records may still exist.
  [/^Could not find repo/, 'gone'],
  [/^Could not find user info for account/, 'unauthorized'],
]

/** Reads a failed answer of a PDS or the AppView: `{ error, message }`. */
export function readError(answer: FailedAnswer): ErrorReading | undefined {
  const { error, message } = (answer.body ?? {}) as { error?: unknown; message?: unknown }
  if (typeof error !== 'string') return undefined
  const words = typeof message === 'string' ? message : error
  const code = error === 'InvalidRequest' ? codeOfWords(words) : codes.get(error)
  return {
    message: `${error}: ${words}`,
    ...(code === undefined ? {} : { code, outcome: 'rejected', retryable: false }),
  }
}

function codeOfWords(words: string): ErrorCode | undefined {
  return codesByWords.find(([pattern]) => pattern.test(words))?.[1]
}
