import type { HttpRequest } from './http.ts'

/** One request ready for the wire: absolute URL, final headers, body as bytes or a fresh stream. */
export interface WireRequest {
  readonly method: HttpRequest['method']
  readonly url: string
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
  readonly signal: AbortSignal
}

/**
 * Sends one request once. Throws TransportError only: `not-sent` when it provably never left
 * (DNS, refused, TLS), `connection-lost`, `timeout` or `aborted` otherwise, `retryable` where the
 * next try may go better; and OutsideFetchError where a guard does not let it out. Redirects are
 * answers like others: they are not followed.
 */
export type Transport = (request: WireRequest) => Promise<Response>
