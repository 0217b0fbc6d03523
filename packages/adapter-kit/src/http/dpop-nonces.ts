import type { HttpAnswer } from '@tutti/model'
import type { HttpOptions } from './http-options.ts'
import { readOrigin } from './origin.ts'

/** More origins than one account ever talks to; a server can't fill the memory. */
const maxOrigins = 20

/** Remembers the nonce that an answer brings: the next proof to that server carries it (RFC 9449, section 8.2). */
export function keepNonce({ dpopNonces }: HttpOptions, url: string, { headers }: HttpAnswer): void {
  const nonce = headers.get('dpop-nonce')
  if (dpopNonces === undefined || !nonce) return
  const origin = readOrigin(url)
  dpopNonces.delete(origin)
  dpopNonces.set(origin, nonce)
  const [oldest] = dpopNonces.keys()
  if (dpopNonces.size > maxOrigins && oldest !== undefined) dpopNonces.delete(oldest)
}

/** Whether a refusal is only about the nonce, which came along. */
export function wantsNonce({ dpopNonces }: HttpOptions, { status, headers }: HttpAnswer): boolean {
  if (dpopNonces === undefined || status !== 401 || !headers.get('dpop-nonce')) return false
  return /\berror="?use_dpop_nonce\b/.test(headers.get('www-authenticate') ?? '')
}
