import type { Clock } from '../clock.ts'
import type { JsonObject } from '../json.ts'
import type { Logger } from './context.ts'
import type { Http } from './http.ts'

/** What connecting an account gets beside its input: there is no account yet, so requests carry no credential. */
export interface SignInContext {
  readonly signal: AbortSignal
  readonly http: Http
  readonly clock: Clock
  readonly log: Logger
}

/** Input of `authorizeUrl`. */
export interface AuthorizationRequest {
  /** Where the platform sends the person back to; must be one that the developer app has registered. */
  readonly redirectUri: string
  /** Unguessable, made for this one sign-in; comes back with the person. */
  readonly state: string
  /** What to ask for: the scopes of the operations that the app uses. */
  readonly scopes: readonly string[]
  /** Whose account, where the platform wants to know before: handle, DID or server. */
  readonly account?: string | undefined
}

/** One sign-in that has begun. */
export interface AuthorizationStart {
  readonly url: string
  readonly pending: PendingAuthorization
}

/** What must be kept, as a secret, until the person comes back. Plain JSON. */
export interface PendingAuthorization {
  readonly redirectUri: string
  readonly state: string
  readonly scopes: readonly string[]
  /** Code verifier, keys, the secret of a registered app. */
  readonly secrets: Readonly<Record<string, string>>
  readonly facts: JsonObject
  /** Epoch milliseconds after which it is refused. */
  readonly expiresAt: number
}

/** Input of `exchangeCode`. */
export interface CodeExchange {
  /** The whole address that the person came back to, query included. */
  readonly callbackUrl: string
  readonly pending: PendingAuthorization
}
