import type { FakeIdentityLedger, FakeTokenFamily } from './ledger.ts'
import { checkProof, OAuthRefusal } from './proof.ts'

/**
 * Whose access token a request to the protected resource carries. One that is bound to a key needs its proof.
 * @throws OAuthRefusal whose answer is a 401
 */
export async function findAccess(
  request: Request,
  ledger: FakeIdentityLedger,
  nowMs: number,
): Promise<FakeTokenFamily> {
  const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ')
  const family = ledger.families.find(({ accessToken }) => accessToken === token)
  if (family === undefined || family.revoked || family.accessTokenEndsAt <= nowMs) {
    throw new OAuthRefusal('invalid_token', 'unknown, void or over')
  }
  const { keyThumbprint } = family
  if (scheme?.toLowerCase() !== (keyThumbprint === undefined ? 'bearer' : 'dpop')) {
    throw new OAuthRefusal('invalid_token', 'another kind of token')
  }
  if (keyThumbprint !== undefined && keyThumbprint !== (await checkProof(request, ledger, nowMs, token))) {
    throw new OAuthRefusal('invalid_token', 'another key')
  }
  return family
}

/** The headers of such a refusal: RFC 6750, section 3, and RFC 9449, section 7.1. */
export function challengeOf(
  request: Request,
  { error }: OAuthRefusal,
  { nonce }: FakeIdentityLedger,
): Record<string, string> {
  const isBound = /^dpop /i.test(request.headers.get('authorization') ?? '')
  return {
    'www-authenticate': `${isBound ? 'DPoP' : 'Bearer'} error="${error}"`,
    ...(isBound && { 'dpop-nonce': nonce }),
  }
}
