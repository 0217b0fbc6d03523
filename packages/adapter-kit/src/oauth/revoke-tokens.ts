import { type Credential, UnsupportedOperationError } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { callServer } from './call.ts'
import { createDpopProof } from './dpop-proof.ts'
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
  let nonce: string | undefined
  await callServer(context, party, {
    endpoint,
    secrets,
    run: async ({ server, client, authentication, options }) => {
      // The library makes no proof for this endpoint. Bluesky's server wants one, and without it answers 200 and does
      // nothing (seen with @atproto/oauth-provider 0.22.9).
      const { DPoP: _handle, ...plain } = options
      const proof = { key: secrets.dpopKey, method: 'POST', url: endpoint, nowMs: context.clock.now(), nonce }
      const headers: Record<string, string> = party.dpop ? { dpop: await createDpopProof(proof) } : {}
      const response = await oauth.revocationRequest(server, client, authentication, token, { ...plain, headers })
      nonce = response.headers.get('dpop-nonce') ?? undefined
      return oauth.processRevocationResponse(response)
    },
  })
}
