import type { Clock } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { isLoopbackUrl } from './loopback.ts'
import type { OAuthClient, OAuthServer } from './types.ts'

/** The server in the library's words. */
export function toLibraryServer(server: OAuthServer): oauth.AuthorizationServer {
  return {
    issuer: server.issuer,
    authorization_endpoint: server.authorizationEndpoint,
    token_endpoint: server.tokenEndpoint,
    ...(server.pushedAuthorizationRequestEndpoint !== undefined && {
      pushed_authorization_request_endpoint: server.pushedAuthorizationRequestEndpoint,
    }),
    ...(server.revocationEndpoint !== undefined && { revocation_endpoint: server.revocationEndpoint }),
    authorization_response_iss_parameter_supported: server.namesIssuer ?? false,
  }
}

/** The client in the library's words; its proofs are dated by the client's own clock. */
export function toLibraryClient({ clientId }: OAuthClient, clock: Clock): oauth.Client {
  return { client_id: clientId, [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1000) }
}

/** How the client proves that it is the one that was registered. */
export async function toClientAuthentication(client: OAuthClient): Promise<oauth.ClientAuth> {
  const { clientSecret, clientSecretIn, privateKey } = client
  if (privateKey !== undefined) {
    const { kty, crv, x, y, d } = privateKey
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, algorithm, false, ['sign'])
    return oauth.PrivateKeyJwt(privateKey.kid === undefined ? key : { key, kid: privateKey.kid })
  }
  if (clientSecret === undefined) return oauth.None()
  return clientSecretIn === 'header' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret)
}

/** Plain http is for loopback: everything else carries secrets over the network in the clear. */
export function requestOptions(endpoint: string, fetch: unknown) {
  return {
    [oauth.customFetch]: fetch as never,
    [oauth.allowInsecureRequests]: isLoopbackUrl(endpoint),
  }
}
