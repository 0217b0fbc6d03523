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

/**
 * How adapters reach their platform. Every request passes, in this order:
 * retry, permit of the bucket, the `aroundRequest` hook, authorization, transport.
 */
export interface Http {
  /**
   * @throws TuttiError of the class that fits the answer, with `outcome` set: see `readError`
   */
  request(request: HttpRequest): Promise<HttpAnswer>
}

/** A failed answer as `readError` sees it. */
export interface FailedAnswer extends HttpAnswer {
  readonly request: Pick<HttpRequest, 'method' | 'url' | 'commit'>
}
