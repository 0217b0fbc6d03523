import { AuthenticationError, type Authorization, type AuthorizeInput } from '@tutti/model'
import { isOAuth } from './oauth/is-oauth.ts'

/**
 * Headers of one request.
 * @throws AuthenticationError `credential-expired` while there is no session: `refreshCredential` makes one
 */
export function authorize(input: AuthorizeInput): Authorization | Promise<Authorization> {
  if (isOAuth(input.credential)) return authorizeByProof(input)
  const { accessJwt } = input.credential.secrets
  if (accessJwt === undefined) {
    throw new AuthenticationError({ code: 'credential-expired', message: 'There is no Bluesky session yet' })
  }
  return { headers: { authorization: `Bearer ${accessJwt}` } }
}

/** Proofs are loaded with the first that is made: who has an app password needs none. */
async function authorizeByProof(input: AuthorizeInput): Promise<Authorization> {
  const { dpopAuthorization } = await import('./oauth/proof.ts')
  return dpopAuthorization(input)
}
