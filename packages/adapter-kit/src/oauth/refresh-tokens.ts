import type { Credential } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { callServer } from './call.ts'
import { readTokens, requireRefreshToken } from './read-tokens.ts'
import type { OAuthContext, OAuthParty, OAuthTokens } from './types.ts'

/** See `refreshTokens` of the package. */
export async function refreshTokens(
  context: OAuthContext,
  party: OAuthParty,
  { secrets, scopes }: Pick<Credential, 'secrets' | 'scopes'>,
): Promise<OAuthTokens> {
  const refreshToken = requireRefreshToken(secrets.refreshToken)
  const answer = await callServer(context, party, {
    endpoint: party.server.tokenEndpoint,
    secrets,
    run: ({ server, client, authentication, options }) =>
      oauth
        .refreshTokenGrantRequest(server, client, authentication, refreshToken, options)
        .then((response) => oauth.processRefreshTokenResponse(server, client, response)),
  })
  return readTokens(answer, { context, party, dpopKey: secrets.dpopKey, scopes })
}
