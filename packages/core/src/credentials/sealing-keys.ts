import { StoreError } from '@tutti/model'
import { fromBase64, toBase64 } from './base64.ts'

/** A value as it stands in the store: AES-256-GCM, bound to its place. */
export type SealedValue = {
  readonly v: 2
  /** Tells which key it takes; the beginning of the key's SHA-256. */
  readonly keyId: string
  readonly iv: string
  readonly data: string
}

interface SealingKey {
  readonly id: string
  readonly key: CryptoKey
}

type CryptoKey = Awaited<ReturnType<typeof importKey>>

/** Bytes that AES-GCM is safe with: as many as NIST SP 800-38D recommends. */
const ivBytes = 12
const keyBytes = 32

/** Keys for what is secret in the store. The first one seals; each of them opens. */
export class SealingKeys {
  readonly #texts: readonly string[]
  #keys: Promise<readonly SealingKey[]> | undefined

  /** @param texts base64 of 32 bytes each */
  constructor(texts: readonly string[]) {
    this.#texts = texts
  }

  /** @param place what the value belongs to: it opens nowhere else */
  async seal(place: readonly string[], value: unknown): Promise<SealedValue> {
    const [first] = await this.#load()
    const { id, key } = first as SealingKey
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
    const algorithm = { name: 'AES-GCM', iv, additionalData: encode(place) }
    const data = await crypto.subtle.encrypt(algorithm, key, encode(value))
    return { v: 2, keyId: id, iv: toBase64(iv), data: toBase64(new Uint8Array(data)) }
  }

  /**
   * What was sealed, and whether it was with the first key.
   * @throws StoreError `credential-unreadable` when no key fits, the place is another, or a byte was changed
   */
  async open(place: readonly string[], sealed: SealedValue): Promise<{ value: unknown; isNewest: boolean }> {
    const keys = await this.#load()
    const index = keys.findIndex(({ id }) => id === sealed.keyId)
    const found = keys[index]
    if (found === undefined) throw unreadable('none of the keys in credentialKey is the one it was encrypted with')
    try {
      const algorithm = { name: 'AES-GCM', iv: fromBase64(sealed.iv), additionalData: encode(place) }
      const bytes = await crypto.subtle.decrypt(algorithm, found.key, fromBase64(sealed.data))
      return { value: JSON.parse(new TextDecoder().decode(bytes)), isNewest: index === 0 }
    } catch {
      throw unreadable('it was changed, or belongs to another tenant or channel')
    }
  }

  #load(): Promise<readonly SealingKey[]> {
    this.#keys ??= Promise.all(
      this.#texts.map(async (text) => {
        const bytes = fromBase64(text)
        const digest = await crypto.subtle.digest('SHA-256', bytes)
        return { id: toBase64(new Uint8Array(digest).slice(0, 9)), key: await importKey(bytes) }
      }),
    )
    return this.#keys
  }
}

/** Whether a text is base64, of either alphabet, of a key's 32 bytes. */
export function isKeyText(text: unknown): text is string {
  return typeof text === 'string' && /^[\w+/-]{43}=?$/.test(text) && fromBase64(text).byteLength === keyBytes
}

let ownKeys: SealingKeys | undefined

/** Keys for stores that end with the process: made up, and never outside of its memory. */
export function processKeys(): SealingKeys {
  ownKeys ??= new SealingKeys([toBase64(crypto.getRandomValues(new Uint8Array(keyBytes)))])
  return ownKeys
}

function importKey(bytes: Uint8Array<ArrayBuffer>) {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value))
}

function unreadable(reason: string): StoreError {
  return new StoreError({ code: 'credential-unreadable', message: `a stored credential can't be read: ${reason}` })
}
