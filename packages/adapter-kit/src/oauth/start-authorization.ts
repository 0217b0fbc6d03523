import type { AuthorizationStart } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { callServer } from './call.ts'
import { createDpopKey } from './dpop-key.ts'
import type { OAuthContext, OAuthParty, StartAuthorizationInput } from './types.ts'

/** Long enough to sign in with a second factor, short enough that a forgotten one is of no use. */
const lifetimeMs = 10 * 60_000

/** See `startAuthorization` of the package. */
export async function startAuthorization(
  context: OAuthContext,
  party: OAuthParty,
  { request, parameters, secrets, facts = {} }: StartAuthorizationInput,
): Promise<AuthorizationStart> {
  const { redirectUri, state, scopes } = request
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const kept = { ...secrets, codeVerifier, ...(party.dpop && { dpopKey: await createDpopKey() }) }
  const query = new URLSearchParams({
    ...parameters,
    response_type: 'code',
    client_id: party.client.clientId,
    redirect_uri: redirectUri,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  })
  const url = new URL(party.server.authorizationEndpoint)
  const sent = await push(context, party, query, { ...kept, state })
  for (const [name, value] of sent) url.searchParams.set(name, value)
  const expiresAt = context.clock.now() + lifetimeMs
  return { url: url.href, pending: { redirectUri, state, scopes, secrets: kept, facts, expiresAt } }
}

/** What goes into the address: the parameters, or the name under which the server has them already. */
async function push(
  context: OAuthContext,
  party: OAuthParty,
  query: URLSearchParams,
  secrets: Readonly<Record<string, string>>,
): Promise<URLSearchParams> {
  const endpoint = party.server.pushedAuthorizationRequestEndpoint
  if (endpoint === undefined) return query
  const { request_uri } = await callServer(context, party, {
    endpoint,
    secrets,
    run: async ({ server, client, authentication, options }) => {
      const response = await oauth.pushedAuthorizationRequest(server, client, authentication, query, options)
      return oauth.processPushedAuthorizationResponse(server, client, response)
    },
  })
  return new URLSearchParams({ client_id: party.client.clientId, request_uri })
}
