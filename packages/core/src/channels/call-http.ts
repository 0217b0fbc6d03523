import type { CredentialSource, HttpOptions, RetryPolicy } from '@tutti/adapter-kit'
import {
  type Adapter,
  type AnyOperationName,
  aroundRequest,
  type Clock,
  type EventToken,
  type HttpRequest,
  type MaybePromise,
  type OperationName,
  operationPriorities,
  type Permit,
  type Priority,
  rateLimitHit,
  rateLimitWaited,
  requestRetried,
  type Transport,
  type TuttiError,
  uploadProgressed,
} from '@tutti/model'
import type { OwnCallOptions } from '../runtime.ts'
import type { Limits } from './limits-loader.ts'
import type { OpenChannel } from './open-channel.ts'

const defaultMaxWaitMs = 60_000

interface Place {
  readonly channel: string
  readonly operation: AnyOperationName
}

/** Native operations are of all kinds; none of them is urgent as publishing is. */
function priorityOf(operation: AnyOperationName): Priority {
  return Object.hasOwn(operationPriorities, operation) ? operationPriorities[operation as OperationName] : 'community'
}

/** One run of an operation. */
export interface Call {
  readonly channel: OpenChannel
  readonly operation: AnyOperationName
  readonly options: OwnCallOptions
  readonly signal: AbortSignal
  readonly credential: CredentialSource
  readonly limits: Limits
}

/** How the requests of one call reach the platform: its limits, its events, and its place in errors. */
export class CallHttp implements HttpOptions {
  readonly around?: NonNullable<HttpOptions['around']>
  readonly #call: Call
  #bucket = ''

  constructor(call: Call) {
    this.#call = call
    const { channel, operation } = call
    const { hooks } = channel.surroundings
    if (hooks.has(aroundRequest)) {
      const place = { channel: channel.id, platform: channel.adapter.id, operation }
      this.around = (request, inner) => hooks.runAround(aroundRequest, { ...request, ...place }, inner)
    }
  }

  get signal(): AbortSignal {
    return this.#call.signal
  }

  get credential(): CredentialSource {
    return this.#call.credential
  }

  get adapter(): Adapter {
    return this.#call.channel.adapter
  }

  get baseUrl(): string {
    return this.#call.channel.whereabouts.serverUrl
  }

  get clock(): Clock {
    return this.#call.channel.surroundings.waitingClock
  }

  get retry(): RetryPolicy {
    return this.#call.channel.whereabouts.retryPolicy(this.#call.limits)
  }

  get transport(): Transport {
    return this.#call.channel.surroundings.transport
  }

  get outsideTransport(): Transport {
    return this.#call.channel.surroundings.outsideTransport
  }

  get dpopNonces(): Map<string, string> {
    return this.#call.channel.dpopNonces
  }

  get userAgent(): string {
    return this.#call.channel.surroundings.userAgent
  }

  acquire(request: HttpRequest): MaybePromise<Permit> {
    const { channel, operation, options, limits } = this.#call
    const { closing } = channel.surroundings
    const { maxWaitMs = defaultMaxWaitMs, priority = priorityOf(operation), signal, beforeCommit } = options
    const closed = closing.aborted
    this.#bucket = request.bucket
    const permit = limits.limiter.acquire({
      limits: channel.whereabouts.limitKeys(limits, request.bucket),
      cost: request.cost ?? 1,
      priority,
      owner: channel.id,
      // What is under way while the client closes may take what is free, but not wait.
      signal: closed ? this.signal : signal === undefined ? closing : AbortSignal.any([closing, this.signal]),
      maxWaitMs: closed ? 0 : maxWaitMs,
      onWait: (delayMs) => this.#emit(rateLimitWaited, { bucket: request.bucket, delayMs }),
    })
    return request.commit && beforeCommit ? confirm(permit, beforeCommit) : permit
  }

  onRetry({ attempt, delayMs, error }: { attempt: number; delayMs: number; error: TuttiError }): void {
    this.#emit(requestRetried, { attempt, delayMs, error: error.toJSON() })
    this.noteLimit(error, delayMs)
  }

  onUpload(progress: { sentBytes: number; totalBytes: number }): void {
    this.#emit(uploadProgressed, progress)
  }

  /** Tells of a 429, whether it is waited out or not. */
  noteLimit(error: TuttiError, retryAfterMs = error.retryAfterMs ?? 0): void {
    if (error.code === 'rate-limited') this.#emit(rateLimitHit, { bucket: this.#bucket, retryAfterMs })
  }

  #emit<Payload extends Place>(event: EventToken<string, Payload>, details: Omit<Payload, keyof Place>): void {
    const { channel, operation } = this.#call
    // The two parts make up the payload again.
    channel.surroundings.events.emit(event, { channel: channel.id, operation, ...details } as unknown as Payload)
  }
}

/** Gives a permit back unused where the request may not leave any more. */
async function confirm(waiting: MaybePromise<Permit>, beforeCommit: () => Promise<void>): Promise<Permit> {
  const permit = await waiting
  try {
    await beforeCommit()
    return permit
  } catch (error) {
    permit.settle({ unsent: true })
    throw error
  }
}
