import { AuthenticationError, type JsonObject, PlatformError } from '@tutti/model'
import type { TokenEndpointResponse } from 'oauth4webapi'
import type { OAuthContext, OAuthParty, OAuthTokens } from './types.ts'

interface TokenPlace {
  readonly context: OAuthContext
  readonly party: OAuthParty
  readonly dpopKey: string | undefined
  /** What counts when the server does not say: RFC 6749, section 5.1. */
  readonly scopes: readonly string[] | undefined
}

/**
 * A token endpoint's answer as members of a credential. No end is made up, and no refresh token that was not sent.
 * @throws PlatformError `malformed-answer` when a token that was to be bound to a key is not
 */
export function readTokens(answer: TokenEndpointResponse, place: TokenPlace): OAuthTokens {
  const { access_token, refresh_token, id_token: _idToken, expires_in, scope, token_type, ...rest } = answer
  if (place.party.dpop && token_type.toLowerCase() !== 'dpop') {
    const message = 'the authorization server answered a token that is not bound to the key'
    throw new PlatformError({ code: 'malformed-answer', message, outcome: 'unknown' })
  }
  return {
    secrets: {
      accessToken: access_token,
      ...(refresh_token && { refreshToken: refresh_token }),
      ...(place.dpopKey !== undefined && { dpopKey: place.dpopKey }),
    },
    expiresAt: expires_in === undefined ? undefined : place.context.clock.now() + expires_in * 1000,
    scopes: scope === undefined ? place.scopes : scope.split(' ').filter((item) => item !== ''),
    rest: JSON.parse(JSON.stringify(rest)) as JsonObject,
  }
}

/** @throws AuthenticationError `credential-expired`: without a refresh token only a new sign-in helps */
export function requireRefreshToken(token: string | undefined): string {
  if (token) return token
  const message = 'the credential has no refresh token'
  throw new AuthenticationError({ code: 'credential-expired', message })
}
