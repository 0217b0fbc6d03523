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
  ['XRPCNotSupported', 'not-offered'],
  // Of private messages: whom they may be written to.
  ['MessagesDisabled', 'forbidden'],
  ['NotFollowedBySender', 'forbidden'],
  ['BlockedSubject', 'forbidden'],
  ['ConvoLocked', 'forbidden'],
  ['InvalidConvo', 'not-found'],
  ['RecipientNotFound', 'not-found'],
])

/** Some names stand for many things, which are told apart by their words (recorded). */
const codesByWords: readonly (readonly [name: string, words: RegExp, code: ErrorCode])[] = [
  ['InvalidRequest', /^(Profile|Blob) not found/, 'not-found'],
  // A repository that was deleted, deactivated or taken down: its records may still exist.
  ['InvalidRequest', /^Could not find repo/, 'gone'],
  ['InvalidRequest', /^Could not find user info for account/, 'unauthorized'],
  // An app password without access to private messages: a new session would be refused, too.
  ['InvalidToken', /^Bad token method/, 'forbidden'],
]

/** Reads a failed answer of a PDS or the AppView: `{ error, message }`. */
export function readError(answer: FailedAnswer): ErrorReading | undefined {
  const { error, message } = (answer.body ?? {}) as { error?: unknown; message?: unknown }
  if (typeof error !== 'string') return undefined
  const words = typeof message === 'string' ? message : error
  const code = codeOfWords(error, words) ?? codes.get(error)
  return {
    message: `${error}: ${words}`,
    ...(code === undefined ? {} : { code, outcome: 'rejected', retryable: false }),
  }
}

function codeOfWords(error: string, words: string): ErrorCode | undefined {
  return codesByWords.find(([name, pattern]) => name === error && pattern.test(words))?.[2]
}
