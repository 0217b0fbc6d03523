import { toBase64Url } from './base64url.ts'
import { readDpopKey } from './dpop-key.ts'

/** What a proof is about. */
export interface DpopProofInput {
  /** The secret `dpopKey`. */
  readonly key: string | undefined
  readonly method: string
  readonly url: string
  readonly nowMs: number
  readonly nonce?: string | undefined
  /** The token that the request carries, if it carries one. */
  readonly accessToken?: string | undefined
}

/**
 * The proof of one request (RFC 9449): for nothing but this request, and for a short time.
 * @throws InvalidInputError `invalid-input` when the key is none
 */
export async function createDpopProof(input: DpopProofInput): Promise<string> {
  const { key, method, url, nowMs, nonce, accessToken } = input
  const { pair, publicJwk } = await readDpopKey(key)
  const { origin, pathname } = new URL(url)
  const claims = {
    iat: Math.floor(nowMs / 1000),
    jti: crypto.randomUUID(),
    htm: method,
    // Without query and fragment: RFC 9449, section 4.2, read 2026-11-25.
    htu: origin + pathname,
    ...(accessToken !== undefined && { ath: await hash(accessToken) }),
    ...(nonce !== undefined && { nonce }),
  }
  const signed = `${encodeJson({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk })}.${encodeJson(claims)}`
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(algorithm, pair.privateKey, new TextEncoder().encode(signed))
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`
}

async function hash(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

function encodeJson(value: unknown): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)))
}
