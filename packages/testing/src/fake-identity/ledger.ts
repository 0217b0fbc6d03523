/** One sign-in of one person: its tokens descend from one another. */
export interface FakeTokenFamily {
  readonly id: number
  readonly clientId: string
  readonly subject: string
  readonly scopes: readonly string[]
  /** The thumbprint of the key that its tokens are bound to. */
  readonly keyThumbprint: string | undefined
  /** The one refresh token that counts. */
  refreshToken: string | undefined
  accessToken: string
  accessTokenEndsAt: number
  /** How often tokens were renewed. */
  grants: number
  /** `reuse`: an old refresh token was used again. */
  revoked: false | 'reuse' | 'asked'
}

/** What was asked for by an authorization request. */
export interface FakeAuthorization {
  readonly parameters: Readonly<Record<string, string>>
  readonly keyThumbprint: string | undefined
}

/** What a fake identity provider truly holds. */
export interface FakeIdentityLedger {
  readonly families: FakeTokenFamily[]
  /** Pushed requests by their `request_uri`. */
  readonly pushed: Map<string, FakeAuthorization>
  /** Unused codes. */
  readonly codes: Map<string, FakeAuthorization>
  /** Refresh tokens that were replaced, with the family that they belong to. */
  readonly replaced: Map<string, FakeTokenFamily>
  /** Ids of proofs: none is good for two requests. */
  readonly proofs: Set<string>
  /** The nonce that proofs must carry; changed from outside to have the next one refused. */
  nonce: string
}

/** A ledger without sign-ins. */
export function createIdentityLedger(): FakeIdentityLedger {
  return {
    families: [],
    pushed: new Map(),
    codes: new Map(),
    replaced: new Map(),
    proofs: new Set(),
    nonce: 'nonce-1',
  }
}
