import { refused, type WebhookSecret } from './webhook-request.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What one HMAC is checked with. */
export interface HmacCheck {
  readonly hash: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'
  readonly secret: WebhookSecret
  /** Reads the bytes of a secret; UTF-8 when absent. */
  readonly readSecret?: (secret: string) => Bytes
  readonly signatures: readonly Bytes[]
  /** What was signed, in order. */
  readonly signed: readonly (string | Bytes)[]
}

/**
 * Every secret against every signature, by the platform's own comparison, which takes the same time wherever they differ.
 * @throws WebhookError `webhook-refused` when none fits
 */
export async function checkHmac({ hash, secret, readSecret = utf8, signatures, signed }: HmacCheck): Promise<void> {
  const data = join(signed)
  for (const one of typeof secret === 'string' ? [secret] : secret) {
    const bytes = readSecret(one)
    // Everybody knows the empty secret.
    if (bytes.byteLength === 0) throw refused('the secret is empty')
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash }, false, ['verify'])
    for (const signature of signatures) if (await crypto.subtle.verify('HMAC', key, signature, data)) return
  }
  throw refused('the signature is another one')
}

/** The HMAC-SHA-256 of a text. */
export async function createHmac(secret: string, text: string): Promise<Bytes> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', utf8(secret), algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text)))
}

/** A SHA-256 in hexadecimal over a scheme's name and what makes its request the one that it is. */
export async function createId(scheme: string, parts: readonly (string | Bytes)[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', join([`${scheme}\n`, ...parts]))
  return toHex(new Uint8Array(digest))
}

/** @throws WebhookError `webhook-refused` when it is not hexadecimal of so many bytes */
export function readHex(text: string, byteLength: number): Bytes {
  if (text.length !== byteLength * 2 || !/^[0-9a-f]*$/i.test(text)) throw refused('the signature has another form')
  return Uint8Array.from({ length: byteLength }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  )
}

/** @throws WebhookError `webhook-refused` when it is no base64 */
export function readBase64(text: string): Bytes {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw refused('the signature or the secret has another form')
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    throw refused('the signature or the secret has another form')
  }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text)
}

function join(parts: readonly (string | Bytes)[]): Bytes {
  const all = parts.map((part) => (typeof part === 'string' ? utf8(part) : part))
  const joined = new Uint8Array(all.reduce((length, part) => length + part.byteLength, 0))
  let offset = 0
  for (const part of all) {
    joined.set(part, offset)
    offset += part.byteLength
  }
  return joined
}
