import type { Authorization, AuthorizeInput } from '@tutti/model'
import { createDpopProof } from './dpop-proof.ts'

/**
 * The headers of one request with a DPoP-bound token (RFC 9449): for an adapter's `authorize`. Takes the secrets
 * `accessToken` and `dpopKey`; `createHttp` remembers the server's nonces and repeats once when one is asked for.
 * @throws InvalidInputError `invalid-input` when the credential has no usable key
 */
export async function dpopAuthorization(input: AuthorizeInput): Promise<Authorization> {
  const { request, credential, dpopNonce: nonce, nowMs } = input
  const { accessToken = '', dpopKey: key } = credential.secrets
  const { method, url } = request
  const dpop = await createDpopProof({ key, method, url, nowMs, nonce, accessToken })
  return { headers: { authorization: `DPoP ${accessToken}`, dpop } }
}
