import type { Authorization, AuthorizeInput } from '@tutti/model'
import { toBase64Url } from './base64url.ts'
import { readDpopKey } from './dpop-key.ts'

/**
 * The headers of one request with a DPoP-bound token (RFC 9449): for an adapter's `authorize`. Takes the secrets
 * `accessToken` and `dpopKey`; `createHttp` remembers the server's nonces and repeats once when one is asked for.
 * @throws InvalidInputError `invalid-input` when the credential has no usable key
 */
export async function dpopAuthorization(input: AuthorizeInput): Promise<Authorization> {
  const { request, credential, dpopNonce, nowMs } = input
  const { accessToken = '', dpopKey } = credential.secrets
  const { pair, publicJwk } = await readDpopKey(dpopKey)
  const { origin, pathname } = new URL(request.url)
  const tokenHash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken))
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk }
  const claims = {
    iat: Math.floor(nowMs / 1000),
    jti: crypto.randomUUID(),
    htm: request.method,
    // Without query and fragment: RFC 9449, section 4.2, read 2026-11-25.
    htu: origin + pathname,
    ath: toBase64Url(new Uint8Array(tokenHash)),
    ...(dpopNonce !== undefined && { nonce: dpopNonce }),
  }
  const signed = `${encodeJson(header)}.${encodeJson(claims)}`
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(algorithm, pair.privateKey, new TextEncoder().encode(signed))
  const proof = `${signed}.${toBase64Url(new Uint8Array(signature))}`
  return { headers: { authorization: `DPoP ${accessToken}`, dpop: proof } }
}

function encodeJson(value: unknown): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)))
}
