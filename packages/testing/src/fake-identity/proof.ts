import type { FakeIdentityLedger } from './ledger.ts'

/** The refusal of a request, as OAuth words it. */
export class OAuthRefusal {
  readonly error: string
  readonly description: string
  readonly status: number

  constructor(error: string, description: string, status = 400) {
    this.error = error
    this.description = description
    this.status = status
  }
}

/**
 * Checks the DPoP proof of a request as RFC 9449, section 4.3, demands it.
 * @returns the thumbprint of its key
 */
export async function checkProof(
  request: Request,
  ledger: FakeIdentityLedger,
  nowMs: number,
  accessToken?: string,
): Promise<string> {
  const [header = '', claims = '', signature = ''] = (request.headers.get('dpop') ?? '').split('.')
  if (signature === '') throw new OAuthRefusal('invalid_dpop_proof', 'no proof')
  const { alg, typ, jwk } = decode(header)
  const { iat, jti, htm, htu, nonce, ath } = decode(claims)
  if (alg !== 'ES256' || typ !== 'dpop+jwt' || jwk.d !== undefined) throw bad('header')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  const signed = new TextEncoder().encode(`${header}.${claims}`)
  if (!(await crypto.subtle.verify(algorithm, key, bytesOf(signature), signed))) throw bad('signature')
  const { origin, pathname } = new URL(request.url)
  if (htm !== request.method || htu !== origin + pathname) throw bad(`request ${htm} ${htu}`)
  if (Math.abs(iat * 1000 - nowMs) > 60_000) throw bad('time')
  if (accessToken !== undefined && ath !== (await hash(accessToken))) throw bad('token')
  if (nonce !== ledger.nonce) throw new OAuthRefusal('use_dpop_nonce', 'another nonce is wanted')
  if (ledger.proofs.has(jti)) throw bad('id: used before')
  ledger.proofs.add(jti)
  return hash(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }))
}

/** SHA-256 of a text in base64url. */
export async function hash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(digest).toString('base64url')
}

function bad(what: string): OAuthRefusal {
  return new OAuthRefusal('invalid_dpop_proof', `wrong ${what}`)
}

function decode(part: string) {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}

function bytesOf(part: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(part, 'base64url'))
}
