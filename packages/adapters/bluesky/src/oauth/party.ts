import { asArray, asString, discoverAuthorizationServer, type OAuthParty, type OAuthServer } from '@tutti/adapter-kit'
import { AuthenticationError, type JsonObject, type SignInContext } from '@tutti/model'
import { membersOf } from '../read/members-of.ts'
import { readServerUrl } from './identity.ts'
import type { BlueskyOAuthOptions } from './options.ts'

const bucket = 'requests'

/**
 * The authorization server that a server trusts, by its protected resource metadata (RFC 9728).
 * https://atproto.com/specs/oauth#identity-authentication, read 2026-11-25.
 * @throws AuthenticationError `sign-in-invalid`
 * @throws PlatformError `malformed-answer`
 */
export async function findAuthorizationServer(
  pds: string,
  service: string,
  context: Pick<SignInContext, 'http' | 'clock'>,
): Promise<OAuthServer> {
  const url = `${pds}/.well-known/oauth-protected-resource`
  const { body } = await context.http.request({ method: 'GET', url, bucket, authorize: false })
  const [first] = asArray(membersOf(body).authorization_servers)
  const issuer = readServerUrl(first, service)
  return discoverAuthorizationServer(context, { issuer, bucket })
}

/** With whom a sign-in or its credential deals, from what was kept beside it. */
export function readParty(kept: unknown, { clientKey }: BlueskyOAuthOptions): OAuthParty {
  const { server, clientId } = membersOf(kept)
  const id = asString(clientId)
  if (id === undefined) {
    const message = 'the credential does not say which client signed in'
    throw new AuthenticationError({ code: 'unauthorized', message })
  }
  // Written by `keepParty`, as a whole.
  return { server: server as OAuthServer, client: { clientId: id, privateKey: clientKey }, bucket, dpop: true }
}

/** What `readParty` reads. Nothing in it is secret. */
export function keepParty({ server, client }: OAuthParty): JsonObject {
  return { server: JSON.parse(JSON.stringify(server)) as JsonObject, clientId: client.clientId }
}

/**
 * The client of an app that has no metadata document: for development, described by its own id.
 * https://atproto.com/specs/oauth#localhost-client-development, read 2026-11-25.
 */
export function developmentClientId(redirectUri: string, scopes: readonly string[]): string {
  return `http://localhost?${new URLSearchParams({ redirect_uri: redirectUri, scope: scopes.join(' ') })}`
}
