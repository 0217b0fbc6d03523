import { InvalidInputError } from '@tutti/model'
import type { EcPrivateJwk } from './types.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }

/** A new key for DPoP as text that fits among a credential's secrets: a private ES256 JWK. */
export async function createDpopKey(): Promise<string> {
  const { privateKey } = await generate()
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', privateKey)
  return JSON.stringify({ kty, crv, x, y, d })
}

/** A key pair, and its public half as JWK, as proofs carry it. */
export interface DpopKey {
  readonly pair: Awaited<ReturnType<typeof generate>>
  readonly publicJwk: Omit<EcPrivateJwk, 'd' | 'kid'>
}

/**
 * Reads what `createDpopKey` has made.
 * @throws InvalidInputError `invalid-input` when it is none
 */
export async function readDpopKey(text: string | undefined): Promise<DpopKey> {
  try {
    const { x, y, d } = JSON.parse(text ?? '') as EcPrivateJwk
    const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.importKey('jwk', { ...publicJwk, d }, algorithm, false, ['sign']),
      crypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
    ])
    return { pair: { privateKey, publicKey }, publicJwk }
  } catch {
    // The reader's own error quotes the key.
    throw new InvalidInputError({ code: 'invalid-input', message: 'the secret dpopKey is no key', path: 'dpopKey' })
  }
}

function generate() {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}
