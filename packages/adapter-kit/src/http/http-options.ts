import type {
  Adapter,
  Clock,
  Credential,
  HttpAnswer,
  HttpRequest,
  MaybePromise,
  Permit,
  Transport,
  TuttiError,
  VisibleRequest,
} from '@tutti/model'

/** The credential of a channel as requests need it. */
export interface CredentialSource {
  current(): MaybePromise<Credential>
  /** Makes a new one, once for all who ask at the same time. `undefined` when it can't be refreshed. */
  refresh(stale: Credential): Promise<Credential | undefined>
}

/** Decides whether and when a request is tried again. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly maxAttempts: number
  /** Longest single wait; an error that asks for more is thrown to the caller instead. */
  readonly maxDelayMs: number
  /** Takes tokens of the retry budget. False: no more retries for now. */
  spend(error: TuttiError): boolean
  /** Told of every success, which refills the budget. */
  refill(): void
}

/** What `createHttp` composes, in the order of its members: retry, permit, around, authorize, transport. */
export interface HttpOptions {
  readonly adapter: Adapter
  /** Where relative URLs start. */
  readonly baseUrl: string
  readonly credential: CredentialSource
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly retry: RetryPolicy
  /** Told before each retry. */
  onRetry?(input: { readonly attempt: number; readonly delayMs: number; readonly error: TuttiError }): void
  /** Told while a streamed body goes out, about once a megabyte and at its end; from the start with each try. */
  onUpload?(input: { readonly sentBytes: number; readonly totalBytes: number }): void
  /** Takes a permit of the request's bucket. Absent: no limits. */
  acquire?(request: HttpRequest): MaybePromise<Permit>
  /** Surrounds one try. Absent: nothing does. */
  around?(
    request: Omit<VisibleRequest, 'channel' | 'platform' | 'operation'>,
    inner: () => Promise<HttpAnswer>,
  ): MaybePromise<HttpAnswer>
  /** For the servers that the developer chose: `Adapter.trustedOrigins`. */
  readonly transport: Transport
  /** For all others. Absent: they are refused. */
  readonly outsideTransport?: Transport | undefined
  /** The newest DPoP nonce by origin. One map per channel, kept over its calls; absent: none are remembered. */
  readonly dpopNonces?: Map<string, string> | undefined
  /** Named in every request that does not say otherwise; some servers refuse requests without one. */
  readonly userAgent: string
}
