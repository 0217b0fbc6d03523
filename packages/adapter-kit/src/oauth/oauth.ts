import type { AuthorizationStart, Credential } from '@tutti/model'
import type {
  ExchangeAuthorizationCodeInput,
  OAuthContext,
  OAuthParty,
  OAuthServer,
  OAuthTokens,
  StartAuthorizationInput,
} from './types.ts'

/**
 * Reads an authorization server's metadata (RFC 8414) from its issuer.
 * @throws PlatformError `malformed-answer` when they are not usable, or name another issuer
 * @throws TuttiError as `context.http` does, `not-found` where a server has no metadata
 */
export async function discoverAuthorizationServer(
  context: OAuthContext,
  input: { readonly issuer: string; readonly bucket: string },
): Promise<OAuthServer> {
  // The library is loaded at the first use: most programs never sign anybody in.
  return (await import('./discover-authorization-server.ts')).discoverAuthorizationServer(context, input)
}

/**
 * Begins a sign-in with PKCE (S256): for an adapter's `authorizeUrl`. Pushed where the server takes that, bound to a
 * new key with `dpop`. The pending sign-in holds `codeVerifier` and `dpopKey`, and ends after 10 minutes.
 * @throws AuthenticationError `unauthorized` when the server refuses the pushed request
 */
export async function startAuthorization(
  context: OAuthContext,
  party: OAuthParty,
  input: StartAuthorizationInput,
): Promise<AuthorizationStart> {
  return (await import('./start-authorization.ts')).startAuthorization(context, party, input)
}

/**
 * Checks the callback (state, issuer, refusals, time) and exchanges its code: for an adapter's `exchangeCode`. Secrets
 * are `accessToken`, and where there are such `refreshToken` and `dpopKey`.
 * @throws AuthenticationError `sign-in-invalid` another state or issuer, or too late; `sign-in-denied` when the person
 * or the platform said no; `unauthorized` when the server refuses the code or the client
 * @throws PlatformError `malformed-answer`, `server-error`
 */
export async function exchangeAuthorizationCode(
  context: OAuthContext,
  party: OAuthParty,
  input: ExchangeAuthorizationCodeInput,
): Promise<OAuthTokens> {
  return (await import('./exchange-authorization-code.ts')).exchangeAuthorizationCode(context, party, input)
}

/**
 * New tokens for a credential's `refreshToken`: for an adapter's `refreshCredential`. One that the server leaves out is
 * absent from the answer: core keeps the old one.
 * @throws AuthenticationError `credential-expired` without a refresh token, `unauthorized` when the server refuses it
 * @throws PlatformError `malformed-answer`, `server-error`
 */
export async function refreshTokens(
  context: OAuthContext,
  party: OAuthParty,
  credential: Pick<Credential, 'secrets' | 'scopes'>,
): Promise<OAuthTokens> {
  return (await import('./refresh-tokens.ts')).refreshTokens(context, party, credential)
}

/**
 * Makes a credential's tokens void (RFC 7009): for an adapter's `revokeCredential`. Void ones are no error.
 * @throws UnsupportedOperationError `not-offered` where the server has no endpoint for it
 */
export async function revokeTokens(
  context: OAuthContext,
  party: OAuthParty,
  credential: Pick<Credential, 'secrets'>,
): Promise<void> {
  return (await import('./revoke-tokens.ts')).revokeTokens(context, party, credential)
}
