/** How one fake identity provider behaves. */
export interface FakeIdentitySettings {
  /** The one client; any when absent. */
  readonly clientId?: string | undefined
  /** Demanded of the client when present. */
  readonly clientSecret?: string | undefined
  /** Demands PAR, and a DPoP proof with a nonce wherever tokens are made. */
  readonly dpop?: boolean | undefined
  /** `rotating` when absent: each works once, and using an old one revokes the family (RFC 9700, section 4.14.2). */
  readonly refreshTokens?: 'rotating' | 'lasting' | 'none' | undefined
  /** Leaves the unchanged refresh token out of answers. */
  readonly omitsUnchanged?: boolean | undefined
  /** 3600 when absent; `undefined` with `null`: tokens without an end. */
  readonly expiresInSeconds?: number | null | undefined
  /** Refuses an authorization request, by throwing an `OAuthRefusal`. */
  checkRequest?(parameters: Readonly<Record<string, string>>): void
  /** What is granted of what was asked for; everything when absent. */
  grant?(scopes: readonly string[]): readonly string[]
  /** Who signs in: the `login_hint` or `someone` when absent. */
  subject?(parameters: Readonly<Record<string, string>>): string
}
