import type { ByteSource } from '../content/media.ts'

/** One part of a multipart form. */
export type FormPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly source: ByteSource; readonly fileName: string }

/** One request as an adapter states it. At most one of `json`, `form`, `multipart` and `body`. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the adapter's `baseUrl`, or absolute. Values in it are encoded by the adapter. */
  readonly url: string
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>> | undefined
  readonly multipart?: readonly FormPart[] | undefined
  /** Sent as it is, streamed, with its length and type. */
  readonly body?: ByteSource | undefined
  /**
   * What is secret in it beside the credential: codes, verifiers, passwords in the body. Taken out of everything that
   * hooks, errors and logs get to see, also where the server gives it back.
   */
  readonly secrets?: readonly string[] | undefined
  /** Name of one of the adapter's buckets. */
  readonly bucket: string
  /** What it takes from the bucket; 1 when absent. */
  readonly cost?: number | undefined
  /**
   * The one request of a publish that makes something visible. It is repeated only when it is
   * proved not to have been sent.
   */
  readonly commit?: boolean | undefined
  /** Whether repeating it after an unknown outcome is harmless. GET, PUT and DELETE: yes; POST and PATCH: no. */
  readonly repeatable?: boolean | undefined
  /** Statuses beside 2xx that are an answer, not an error. */
  readonly acceptStatus?: readonly number[] | undefined
  /** `false` sends it without a credential. */
  readonly authorize?: boolean | undefined
  /** Time for the whole exchange; 30 s when absent. */
  readonly timeoutMs?: number | undefined
}

/** One answer, its body parsed when it is JSON, text otherwise. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** `unknown` on purpose: read it with small lenient readers. `undefined` when the body was empty. */
  readonly body: unknown
}

/** A request whose answer goes on and on. Sent once, as a GET unless `method` says otherwise; never repeated. */
export interface StreamRequest
  extends Pick<HttpRequest, 'url' | 'query' | 'headers' | 'bucket' | 'cost' | 'authorize' | 'timeoutMs'> {
  readonly method?: 'GET' | 'POST' | undefined
  /** A body, for a platform that wants one to open a stream. */
  readonly json?: unknown
  /** The stream fails with `timeout` when nothing came for so long while somebody was reading; 90 s when absent. */
  readonly idleTimeoutMs?: number | undefined
}

/** An answer that is read piece by piece. */
export interface StreamAnswer {
  readonly status: number
  readonly headers: Headers
  /**
   * Read when asked for, so a slow reader holds the platform back. Cancelling it closes the connection.
   * Fails with a TransportError: `connection-lost`, `timeout`, or `aborted` by the context's signal.
   */
  readonly body: ReadableStream<Uint8Array>
}

/** A WebSocket as an adapter asks for it. It carries no credential: a platform's own WebSocket client can't send one. */
export interface SocketRequest {
  /**
   * `wss:`, or relative to the adapter's `baseUrl`, whose `https:` becomes `wss:`. `ws:` only to this
   * machine. Values in it are encoded by the adapter.
   */
  readonly url: string
  readonly query?: HttpRequest['query']
  /** Name of one of the adapter's buckets: opening takes from it. */
  readonly bucket: string
  readonly cost?: number | undefined
  readonly protocols?: readonly string[] | undefined
  /** Time to open; 30 s when absent. */
  readonly timeoutMs?: number | undefined
  /** Fails with `timeout` when no frame came for so long; no limit when absent, for pings are not seen. */
  readonly idleTimeoutMs?: number | undefined
  /** So many frames may wait for their reader; 1 000 when absent. */
  readonly maxQueuedFrames?: number | undefined
  /** So many bytes may wait for their reader; 16 MiB when absent. */
  readonly maxQueuedBytes?: number | undefined
}

/**
 * The frames of an open WebSocket, in order, for one reader. Ends when the server closes the socket in good order.
 * A WebSocket can't be held back: when more frames wait than may, it is closed, what waits is still
 * handed out, and then `stream-overrun` is thrown. Whoever can go on from a cursor opens it again.
 * Leaving the loop closes it.
 */
export interface SocketFrames extends AsyncIterable<string | Uint8Array> {
  close(): void
}

/**
 * How adapters reach their platform. Every request passes, in this order:
 * retry, permit of the bucket, the `aroundRequest` hook, authorization, transport.
 */
export interface Http {
  /**
   * @throws TuttiError of the class that fits the answer, with `outcome` set: see `readError`
   */
  request(request: HttpRequest): Promise<HttpAnswer>
  /**
   * Opens an answer that goes on and on. As `request` until the headers are there, a refused credential
   * included, but without retries: core's `subscribe` opens a lost stream again.
   * @throws TuttiError as `request`
   */
  openStream(request: StreamRequest): Promise<StreamAnswer>
  /**
   * Opens a WebSocket. Resolves when it is open. Passes the permit and `aroundRequest`, as a GET
   * that is answered 101, and nothing else.
   * @throws InvalidInputError `invalid-input` for an address that is not `wss:`, or `ws:` to elsewhere
   * @throws OutsideFetchError `outside-url-refused` for a server that is none of `Adapter.trustedOrigins`
   * @throws TransportError `not-sent`, `timeout`, `aborted`
   */
  openSocket(request: SocketRequest): Promise<SocketFrames>
}

/** A failed answer as `readError` sees it. */
export interface FailedAnswer extends HttpAnswer {
  readonly request: Pick<HttpRequest, 'method' | 'url' | 'commit'>
}
