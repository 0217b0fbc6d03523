import type { MaybePromise } from '@tutti/model'

// Without an import, so that bundles for browsers need no stand-in for node:crypto.
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto')

/** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes. At once on Node, by Web Crypto elsewhere. */
export function sha256Hex(text: string): MaybePromise<string> {
  if (nodeCrypto) return nodeCrypto.hash('sha256', text, 'hex')
  return crypto.subtle
    .digest('SHA-256', new TextEncoder().encode(text))
    .then((digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''))
}
