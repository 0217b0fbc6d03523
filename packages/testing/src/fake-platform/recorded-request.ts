/** One request as a fake platform saw it, in the order of arrival. */
export interface RecordedRequest {
  readonly method: string
  /** Path without the query, for example `/api/v1/statuses`. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names. Values of headers that carry credentials are replaced by `[present]`. */
  readonly headers: Readonly<Record<string, string>>
  /** The first megabyte of the body as UTF-8 text, also where it is not text: for searching. */
  readonly body: string
  readonly byteLength: number
  /** Epoch milliseconds of arrival, by the fake's clock. */
  readonly at: number
  /** The status answered; absent while it is under way and where no answer was given. */
  readonly status?: number | undefined
  /** The kind of the fault that struck it. */
  readonly fault?: string | undefined
  /** False when the fake has no handler for it: the adapter asks for something the fake does not know. */
  readonly handled: boolean
  /** What the fake's own handler threw: a bug of the fake. */
  readonly failure?: unknown
}

/** The same record while the exchange is under way. */
export type OpenRecord = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }

const credentialHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'dpop'])

const maxTextBytes = 1_000_000

/** Writes a request down, without its credential. */
export function recordRequest(request: Request, body: Uint8Array, at: number): OpenRecord {
  const url = new URL(request.url)
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      [...request.headers].map(([name, value]) => [name, credentialHeaders.has(name) ? '[present]' : value]),
    ),
    body: new TextDecoder().decode(body.subarray(0, maxTextBytes)),
    byteLength: body.byteLength,
    at,
    handled: true,
  }
}
