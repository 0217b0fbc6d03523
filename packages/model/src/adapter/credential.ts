import type { JsonObject } from '../json.ts'
import type { HttpRequest } from './http.ts'

/**
 * The secret that proves who is connected. Lives in the store, encrypted there; reaches requests
 * only through `context.http`, and adapters only in `authorize` and `refreshCredential`.
 */
export interface Credential {
  /** Tokens, passwords, keys. Never logged, never in an error. */
  readonly secrets: Readonly<Record<string, string>>
  /** What is not secret but needed to send requests: server, DID, handle. */
  readonly facts: JsonObject
  /** Epoch milliseconds; from the provider, never invented. */
  readonly expiresAt?: number | undefined
  readonly scopes?: readonly string[] | undefined
  /** Epoch milliseconds after which it can't be renewed any more; from the provider, never invented. */
  readonly renewableUntil?: number | undefined
}

/** How an account is connected. */
export interface AuthDeclaration {
  readonly kind: 'oauth2' | 'app-password' | 'token' | 'none'
  /** The scopes an operation needs, by operation name. */
  readonly scopes: Readonly<Record<string, readonly string[]>>
}

/** What `authorize` adds to one request. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>
}

/** What `authorize` goes by. */
export interface AuthorizeInput {
  /** The request as it will be sent; the URL is absolute, query included. */
  readonly request: Pick<HttpRequest, 'method' | 'url'>
  readonly credential: Credential
  /** The newest DPoP nonce that the request's server has sent to this channel. */
  readonly dpopNonce?: string | undefined
  readonly nowMs: number
}
