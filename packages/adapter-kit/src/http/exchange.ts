import {
  type Credential,
  type HttpAnswer,
  type MaybePromise,
  type Outcome,
  type RateLimitObservation,
  TransportError,
  TuttiError,
} from '@tutti/model'
import { readRateLimitHeaders } from '../rate-limits/read-rate-limit-headers.ts'
import { redactError } from '../redaction/redact.ts'
import type { BuiltRequest } from './build-request.ts'
import { chooseTransport } from './choose-transport.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { keepNonce, wantsNonce } from './dpop-nonces.ts'
import type { HttpOptions } from './http-options.ts'
import { classifyNetworkError } from './network-errors.ts'
import { readOrigin } from './origin.ts'
import { readAnswer } from './read-answer.ts'
import { readFailure } from './read-failure.ts'
import { followRedirects } from './redirects.ts'

const defaultTimeoutMs = 30_000

/** What is learnt while one try runs, for those around it. */
export interface Try {
  /** The credential that the try was made with. */
  credential?: Credential | undefined
  /** What `authorize` made of it: secrets that may be derived from it. */
  authorization?: Readonly<Record<string, string>> | undefined
  /** What is known of the request so far: `unknown` from the moment that it may have left. */
  outcome: Outcome
  /** Whether it was answered. */
  answered: boolean
  observation?: RateLimitObservation | undefined
  /** See `Permit.isLapsed`. */
  isPermitLapsed?: (() => boolean) | undefined
  /** Whether the server refused the proof because it wants a nonce in it, and has sent one. */
  wantsNonce?: boolean
}

/**
 * Sends one request once: authorize, transport, read. The time of the exchange begins here, so
 * waiting for a permit is not part of it.
 */
export async function exchange(options: HttpOptions, built: BuiltRequest, state: Try): Promise<HttpAnswer> {
  const { request } = built
  const deadline = startDeadline(options.clock, options.signal, request.timeoutMs ?? defaultTimeoutMs)
  const opened: OpenedBody = {}
  try {
    const headers = request.authorize === false ? built.headers : await authorize(options, built, state)
    const body = built.open ? watch(await built.open(), opened) : built.text
    const early = deadline.explain('not-sent')
    if (early) {
      throw early
    }
    if (state.isPermitLapsed?.()) throw permitLapsed()
    state.outcome = 'unknown'
    const wire = { method: request.method, url: built.url, headers: { ...headers }, body, signal: deadline.signal }
    const response = await followRedirects(chooseTransport(options, built.url), wire, request)
    const answer = built.streamed && response.ok ? keepOpen(response) : await readAnswer(response)
    state.answered = true
    keepNonce(options, built.url, answer)
    return await accept(options, built, state, answer)
  } catch (error) {
    const explained = explain(error, built, state, opened, deadline)
    state.outcome = explained.outcome
    throw explained
  } finally {
    deadline.stop()
    opened.close?.()
  }
}

function permitLapsed(): TransportError {
  const message = 'this process slept until the permit of the request had lapsed'
  return new TransportError({ code: 'not-sent', message, retryable: true })
}

async function authorize(
  { adapter, credential: source, clock, dpopNonces }: HttpOptions,
  { request, url, headers }: BuiltRequest,
  state: Try,
): Promise<Readonly<Record<string, string>>> {
  const credential = await source.current()
  state.credential = credential
  const authorization = await adapter.authorize({
    request: { method: request.method, url },
    credential,
    dpopNonce: dpopNonces?.size ? dpopNonces.get(readOrigin(url)) : undefined,
    nowMs: clock.now(),
  })
  state.authorization = authorization.headers
  return { ...headers, ...authorization.headers }
}

/** The body is read by whoever asked for a stream. */
function keepOpen({ status, headers, body }: Response): HttpAnswer {
  return { status, headers, body }
}

function accept(options: HttpOptions, built: BuiltRequest, state: Try, answer: HttpAnswer): MaybePromise<HttpAnswer> {
  const nowMs = options.clock.now()
  state.observation = options.adapter.readRateLimit?.(answer, nowMs) ?? readRateLimitHeaders(answer.headers, nowMs)
  const { status } = answer
  if ((status >= 200 && status < 300) || built.request.acceptStatus?.includes(status)) {
    return answer
  }
  return fail(options, built, state, answer, nowMs)
}

async function fail(
  options: HttpOptions,
  built: BuiltRequest,
  state: Try,
  answer: HttpAnswer,
  nowMs: number,
): Promise<never> {
  state.wantsNonce = wantsNonce(options, answer)
  const { blockedUntil, resetAt } = state.observation ?? {}
  const until = blockedUntil ?? (answer.status === 429 ? resetAt : undefined)
  const error = readFailure(answer, {
    adapter: options.adapter,
    request: built.request,
    url: built.url,
    secrets: await collectSecrets(options, built, state),
    retryAfterMs: until === undefined ? undefined : Math.max(0, until - nowMs),
  })
  if (error.code === 'rate-limited' && error.retryAfterMs !== undefined) {
    state.observation = { ...state.observation, blockedUntil: nowMs + error.retryAfterMs }
  }
  throw error
}

/** Every secret that an answer could echo: the credential's own, what was made of it, and what the request holds. */
export async function collectSecrets(
  options: HttpOptions,
  built: BuiltRequest,
  state: Try,
): Promise<readonly string[]> {
  state.credential ??= await currentOrNone(options)
  return knownSecrets(built, state)
}

function knownSecrets({ request }: BuiltRequest, { credential, authorization }: Try): readonly string[] {
  const derived = Object.values(authorization ?? {}).flatMap((value) => [value, value.replace(/^\w+\s+/, '')])
  return [...Object.values(credential?.secrets ?? {}), ...derived, ...(request.secrets ?? [])]
}

async function currentOrNone({ credential }: HttpOptions): Promise<Credential | undefined> {
  try {
    return await credential.current()
  } catch {
    // A request without a credential must be able to fail with its own error.
    return undefined
  }
}

interface OpenedBody {
  failure?: unknown
  close?: () => void
}

/**
 * Remembers why a body could not be read to its end: the transport only says that sending failed.
 * `close` frees the source when the exchange is over: undici goes on reading the body of a request
 * that was aborted (seen with Node 24.21).
 */
function watch(body: ReadableStream<Uint8Array>, opened: OpenedBody): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  opened.close = () => void reader.cancel().catch(() => undefined)
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) {
          controller.close()
        } else {
          controller.enqueue(value)
        }
      } catch (error) {
        opened.failure = error
        throw error
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

/** The error that tells the most: the body's own, then why the exchange was ended, then the transport's. */
function explain(error: unknown, built: BuiltRequest, state: Try, opened: OpenedBody, deadline: Deadline): TuttiError {
  if (TuttiError.isInstance(opened.failure)) {
    return opened.failure
  }
  if (state.answered && TuttiError.isInstance(error)) {
    return error
  }
  const explained = TuttiError.isInstance(error) ? error : wrap(error, built, state)
  return deadline.explain(explained.outcome) ?? explained
}

/** An error that is none of ours: from a transport that throws others, or from an adapter's `authorize`. */
function wrap(error: unknown, built: BuiltRequest, state: Try): TransportError {
  return state.outcome === 'not-sent'
    ? new TransportError({
        code: 'not-sent',
        message: 'the request could not be made ready: see the cause',
        cause: redactError(error, knownSecrets(built, state)),
      })
    : classifyNetworkError(error, readOrigin(built.url))
}
