import type { PreparedPost } from '../content/prepared-post.ts'
import type { ErrorCode } from '../errors/codes.ts'
import type { Outcome } from '../errors/tutti-error.ts'
import type { JsonObject } from '../json.ts'
import type { Issue } from '../warning.ts'
import type { Buckets, RateLimitObservation } from './buckets.ts'
import type { AuthDeclaration, Authorization, AuthorizeInput, Credential } from './credential.ts'
import type { Guarantees } from './guarantees.ts'
import type { FailedAnswer, HttpAnswer } from './http.ts'
import type { CountContext, PlatformLimits } from './limits.ts'
import type { NativeOperations } from './native-operations.ts'
import type { AdapterOperations } from './operations.ts'

/** What `readError` makes of a failed answer. Members left out come from the HTTP status. */
export interface ErrorReading {
  readonly code?: ErrorCode | undefined
  /** The platform's own words, without secrets. */
  readonly message?: string | undefined
  readonly outcome?: Outcome | undefined
  readonly retryable?: boolean | undefined
  readonly retryAfterMs?: number | undefined
}

/** What `createKey` goes by. */
export interface CreateKeyInput {
  /** Epoch milliseconds. */
  readonly nowMs: number
  /** The key of the part before it; absent for the first one. */
  readonly after?: string | undefined
}

/**
 * One platform's API for one developer app. A plain object without state: it holds no account's
 * credential, and makes no request when it is created.
 */
export interface AdapterDefinition<
  Id extends string,
  Operations extends AdapterOperations,
  Options extends JsonObject,
  CredentialInput,
  Native extends NativeOperations = NativeOperations,
> {
  readonly specVersion: 'v0'
  /** The platform's id: the name of the factory, the package and the key in `platformOptions`. */
  readonly id: Id
  /** For people, for example `Mastodon`. */
  readonly displayName: string
  /** Tells developer apps apart in rate limits; `default` when absent. */
  readonly appId?: string | undefined
  readonly limits: PlatformLimits
  readonly auth: AuthDeclaration
  readonly buckets: Buckets
  readonly guarantees: Guarantees
  readonly operations: Operations
  /** What this platform can do beyond the vocabulary: `channel.native`. */
  readonly native?: Native | undefined
  /** Where relative request URLs start, for this account. */
  baseUrl(facts: JsonObject): string
  /**
   * The servers that the developer chose, by naming them in options or by using this adapter, as origins:
   * `https://api.example`; `https://*.api.example` takes in all names below. Every other address came from outside, and
   * requests to it reach the public internet only. Absent: the origin of `baseUrl`, which is right where that is fixed.
   */
  readonly trustedOrigins?: readonly string[] | undefined
  /** Checks what the app gave to `channel(…)` and makes a credential of it. No I/O. Throws `invalid-options`. */
  parseCredential(input: CredentialInput): Credential
  /** Strict. Throws `invalid-input` with the place. `undefined` means no options. */
  parsePlatformOptions(value: unknown): Options
  /** Headers that prove who is asking. Pure; runs for every try. */
  authorize(input: AuthorizeInput): Authorization | Promise<Authorization>
  /** Length of a text by one of `limits.text`. */
  countText(text: string, context: CountContext): number
  /** What else can be wrong with a post here. Pure; the common limits are checked by core. */
  checkPost?(post: Omit<PreparedPost, 'contentHash'>): readonly Issue[]
  /**
   * Makes the key of one part where the platform prescribes a form; a UUID otherwise. `after` is the key of the part
   * before it in the same thread: where a platform sorts posts by their keys, the new one must sort behind it.
   */
  createKey?(input: CreateKeyInput): string
  /** Reads a failed answer; `undefined` leaves it to the status. */
  readError?(answer: FailedAnswer): ErrorReading | undefined
  /** Reads rate-limit headers that are not of the usual forms. */
  readRateLimit?(answer: HttpAnswer, nowMs: number): RateLimitObservation | undefined
}

/** An adapter: its definition, and `channel`, which joins it with an account. */
export interface Adapter<
  Id extends string = string,
  Operations extends AdapterOperations = AdapterOperations,
  Options extends JsonObject = JsonObject,
  CredentialInput = never,
  Native extends NativeOperations = NativeOperations,
> extends AdapterDefinition<Id, Operations, Options, CredentialInput, Native> {
  /**
   * Joins the adapter with one account. No I/O. Without a credential, where the adapter can do without, the
   * channel takes the one that a sign-in has put into the store.
   * @throws InvalidInputError `invalid-options` when the credential is not usable
   */
  channel(credential: CredentialInput): ChannelDefinition<Adapter<Id, Operations, Options, CredentialInput, Native>>
}

/** Adapter + credential, before it has a channel id: a value of the `channels` map. */
export interface ChannelDefinition<A extends Adapter = Adapter> {
  readonly adapter: A
  readonly credential: Credential
}

/** The platform options that an adapter takes. */
export type PlatformOptionsOf<A extends Adapter> =
  A extends Adapter<string, AdapterOperations, infer Options> ? Options : never
