import type { Clock } from '../clock.ts'
import type { ByteSource, PreparedMedia } from '../content/media.ts'
import type { JsonObject } from '../json.ts'
import type { Profile } from '../profile.ts'
import type { Guarantees } from './guarantees.ts'
import type { Http } from './http.ts'
import type { PlatformLimits } from './limits.ts'
import type { OperationName } from './operation-names.ts'
import type { OutsideFetch } from './outside-fetch.ts'

/** What a server and an account can do, read at run time. Pure JSON but for `raw` members. */
export interface AccountDescription {
  readonly profile: Profile
  /** The server's software and version where servers differ. */
  readonly server?:
    | { readonly url: string; readonly software: string; readonly version?: string | undefined }
    | undefined
  readonly limits: PlatformLimits
  readonly guarantees: Guarantees
  /** The operations that work on this server for this account; a subset of the adapter's. */
  readonly operations: readonly OperationName[]
  /** What the adapter wants to remember: ids, feature versions. No secrets. */
  readonly facts: JsonObject
}

/** The connected account as operations see it. */
export interface AccountContext {
  /** The credential's facts: server, DID, handle. Never its secrets. */
  readonly facts: JsonObject
  /** The account's description: read once, then remembered. Not to be called inside `describeAccount`. */
  describe(): Promise<AccountDescription>
}

/** Where adapters and plugins write. Secrets are redacted on the way. */
export interface Logger {
  debug(message: string, facts?: JsonObject): void
  info(message: string, facts?: JsonObject): void
  warn(message: string, facts?: JsonObject): void
}

/** Everything an operation gets beside its input. */
export interface OperationContext {
  /** The app's own channel id. */
  readonly channel: string
  readonly signal: AbortSignal
  readonly http: Http
  readonly account: AccountContext
  readonly clock: Clock
  readonly log: Logger
  /** Opens prepared media; the bytes are checked against their hash while they stream. */
  openMedia(media: PreparedMedia): Promise<ByteSource>
  /**
   * Fetches what somebody else's URL leads to: never with a credential, and never from an address
   * within a private network. The way for every URL that comes from a post, a page or a stranger.
   */
  readonly fetchOutside: OutsideFetch
}
