import {
  type Adapter,
  createError,
  type ErrorCode,
  type ErrorReading,
  type HttpAnswer,
  type HttpRequest,
  type Outcome,
  type TuttiError,
} from '@tutti/model'
import { asObject, asString } from '../readers/readers.ts'
import { makePrintable } from '../redaction/printable.ts'
import { redactError, redactText, redactUrl } from '../redaction/redact.ts'

const maxMessageLength = 300
const maxWordsLength = 64 * 1024

const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  429: 'rate-limited',
  501: 'not-offered',
}

/** What may go better the next time. */
const retryableCodes: ReadonlySet<ErrorCode> = new Set(['rate-limited', 'server-error', 'timeout'])

/** What is known about a failed answer beside the answer itself. */
export interface FailureContext {
  readonly adapter: Adapter
  readonly request: HttpRequest
  readonly url: string
  readonly secrets: readonly string[]
  /** What the headers asked to wait. */
  readonly retryAfterMs: number | undefined
}

/** Makes the error of a failed answer: the adapter's reading first, the status for what it leaves open. */
export function readFailure(answer: HttpAnswer, context: FailureContext): TuttiError {
  const { adapter, request, url, secrets } = context
  const { reading, failure } = readByAdapter(answer, context)
  const { status } = answer
  const code = reading.code ?? codeOfStatus(status, request)
  const words = reading.message ?? findWords(answer.body)
  const outcome = reading.outcome ?? outcomeOf(status, code)
  const place = `${adapter.displayName} answered ${status} to ${request.method} ${readPath(redactUrl(url, secrets))}`
  return createError({
    code,
    message: words ? `${place}: ${makePrintable(redactText(words, secrets), maxMessageLength)}` : place,
    platform: adapter.id,
    status,
    outcome,
    retryable: reading.retryable ?? retryableCodes.has(code),
    retryAfterMs:
      reading.retryAfterMs ?? (code === 'rate-limited' || status === 503 ? context.retryAfterMs : undefined),
    cause: failure,
  })
}

/** An adapter that fails over an answer must not hide what the status says. */
function readByAdapter(
  answer: HttpAnswer,
  { adapter, request, secrets }: FailureContext,
): { reading: ErrorReading; failure?: Error } {
  const { method, url, commit } = request
  try {
    return { reading: adapter.readError?.({ ...answer, request: { method, url, commit } }) ?? {} }
  } catch (failure) {
    return { reading: {}, failure: redactError(failure, secrets) }
  }
}

function codeOfStatus(status: number, request: HttpRequest): ErrorCode {
  if (status === 413) {
    return request.multipart || request.body ? 'media-too-large' : 'rejected'
  }
  const known = codesByStatus[status]
  if (known) {
    return known
  }
  if (status >= 500) {
    return 'server-error'
  }
  return status >= 400 ? 'rejected' : 'malformed-answer'
}

/** A server that failed may have done it first; one that says "too many" or refuses has not. */
function outcomeOf(status: number, code: ErrorCode): Outcome {
  if (status === 429 || code === 'rate-limited') {
    return 'not-sent'
  }
  if (status === 501) {
    return 'rejected'
  }
  return status >= 400 && status < 500 && status !== 408 ? 'rejected' : 'unknown'
}

/** The platform's own words, where platforms commonly put them. A page of HTML, or of endless length, has none that help. */
function findWords(body: unknown): string | undefined {
  if (typeof body === 'string') {
    return body.length > maxWordsLength || body.trimStart().startsWith('<') ? undefined : body
  }
  const object = asObject(body)
  const nested = asObject(object?.error)
  const words =
    asString(object?.error_description) ??
    asString(object?.message) ??
    asString(nested?.message) ??
    asString(object?.error) ??
    asString(object?.detail)
  return words?.slice(0, maxWordsLength)
}

function readPath(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}
