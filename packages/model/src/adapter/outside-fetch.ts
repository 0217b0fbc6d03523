import type { Transport } from './transport.ts'

/** What may come back from outside. */
export interface OutsideFetchOptions {
  /** MIME types, without parameters; `image/*` takes all of a kind. */
  readonly accept: readonly string[]
  /** Of the answer, unpacked. */
  readonly maxBytes: number
  /** What to do with an answer that is longer: `refuse` when absent; `cut` gives a beginning of it, as long as `maxBytes` at most. */
  readonly whenTooLong?: 'refuse' | 'cut' | undefined
  /** For name resolution, redirects and the answer together; 10 s when absent. */
  readonly timeoutMs?: number | undefined
  /** Within an operation, that operation's when absent. */
  readonly signal?: AbortSignal | undefined
}

/** What came back from outside, whole. */
export interface OutsideAnswer {
  /** Where it came from in the end, after redirects. */
  readonly url: string
  /** In lower case, without parameters. */
  readonly mimeType: string
  /** As the server named it. */
  readonly charset?: string | undefined
  readonly bytes: Uint8Array
}

/** How what comes from outside is reached. */
export interface OutsideFetch {
  /**
   * Fetches one URL that comes from outside, with GET, and nothing about the caller in it. Follows few
   * redirects, each held to the same rules.
   * @throws OutsideFetchError `outside-url-refused` for an address that must not be reached from here,
   * `outside-answer-refused` for an answer of another status, type or size, `outside-unreachable`,
   * `outside-fetch-missing`; TransportError `aborted`
   */
  (url: string, options: OutsideFetchOptions): Promise<OutsideAnswer>
  /**
   * Sends an adapter's request to a server that the developer did not choose, see `Adapter.trustedOrigins`: held to the
   * same rules, with the credential in it. Absent: core's own guard does that.
   */
  readonly send?: Transport | undefined
}
