import { PlatformError } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { explainErrors } from './errors.ts'
import { fetchOverHttp } from './fetch-over-http.ts'
import { requestOptions } from './library.ts'
import { isLoopbackUrl } from './loopback.ts'
import type { OAuthContext, OAuthServer } from './types.ts'

/** See `discoverAuthorizationServer` of the package. */
export function discoverAuthorizationServer(
  context: OAuthContext,
  { issuer, bucket }: { readonly issuer: string; readonly bucket: string },
): Promise<OAuthServer> {
  return explainErrors([], async () => {
    const url = new URL(issuer)
    const options = { algorithm: 'oauth2', ...requestOptions(issuer, fetchOverHttp(context, bucket, [])) } as const
    const metadata = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options))
    return {
      issuer: metadata.issuer,
      authorizationEndpoint: readEndpoint(metadata, 'authorization_endpoint', issuer),
      tokenEndpoint: readEndpoint(metadata, 'token_endpoint', issuer),
      pushedAuthorizationRequestEndpoint: readOptional(metadata, 'pushed_authorization_request_endpoint', issuer),
      revocationEndpoint: readOptional(metadata, 'revocation_endpoint', issuer),
      namesIssuer: metadata.authorization_response_iss_parameter_supported === true,
    }
  })
}

type EndpointName =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'pushed_authorization_request_endpoint'
  | 'revocation_endpoint'

function readOptional(metadata: oauth.AuthorizationServer, name: EndpointName, issuer: string): string | undefined {
  return metadata[name] === undefined ? undefined : readEndpoint(metadata, name, issuer)
}

/** Secrets go there: https, or plain http where the issuer itself is on this machine. */
function readEndpoint(metadata: oauth.AuthorizationServer, name: EndpointName, issuer: string): string {
  const endpoint = metadata[name]
  const url = typeof endpoint === 'string' ? URL.parse(endpoint) : null
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackUrl(url.href) && isLoopbackUrl(issuer))) {
    return url.href
  }
  const message = `the metadata of the authorization server has no usable ${name}`
  throw new PlatformError({ code: 'malformed-answer', message, outcome: 'rejected' })
}
