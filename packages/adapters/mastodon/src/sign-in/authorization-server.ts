import { discoverAuthorizationServer, type OAuthServer } from '@tutti/adapter-kit'
import { RejectedError, type SignInContext } from '@tutti/model'

/**
 * Where a server signs people in, as its metadata says since Mastodon 4.3. `undefined` where there are
 * none: https://docs.joinmastodon.org/methods/oauth/, read 2026-11-25; GoToSocial 0.20 answers 404.
 */
export async function findAuthorizationServer(
  server: string,
  context: SignInContext,
): Promise<OAuthServer | undefined> {
  try {
    return await discoverAuthorizationServer(context, { issuer: server, bucket: 'signIn' })
  } catch (error) {
    if (RejectedError.isInstance(error) && (error.code === 'not-found' || error.code === 'gone')) return undefined
    throw error
  }
}

/** The paths that all of them have, with metadata or without. */
export function usualServer(server: string): OAuthServer {
  return {
    issuer: server,
    authorizationEndpoint: `${server}/oauth/authorize`,
    tokenEndpoint: `${server}/oauth/token`,
    revocationEndpoint: `${server}/oauth/revoke`,
  }
}
