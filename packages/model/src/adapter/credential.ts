import type { JsonObject } from '../json.ts'

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
