import { type Credential, UnsupportedOperationError } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { callServer } from './call.ts'
import type { OAuthContext, OAuthParty } from './types.ts'

/** See `revokeTokens` of the package. */
export async function revokeTokens(
  context: OAuthContext,
  party: OAuthParty,
  { secrets }: Pick<Credential, 'secrets'>,
): Promise<void> {
  const endpoint = party.server.revocationEndpoint
  if (endpoint === undefined) {
    const message = 'the authorization server has no endpoint for making tokens void'
    throw new UnsupportedOperationError({ code: 'not-offered', message })
  }
  // The refresh token takes the access tokens made with it along: RFC 7009, section 2.1.
  const token = secrets.refreshToken || secrets.accessToken
  if (!token) return
  await callServer(context, party, {
    endpoint,
    secrets,
    run: async ({ server, client, authentication, options }) => {
      const { DPoP: _proof, ...plain } = options
      const response = await oauth.revocationRequest(server, client, authentication, token, plain)
      return oauth.processRevocationResponse(response)
    },
  })
}
