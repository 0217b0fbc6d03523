// Without an import, so that bundles for browsers need no stand-in for node:crypto.
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto')

/** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes. */
export async function sha256Hex(text: string): Promise<string> {
  if (nodeCrypto) return nodeCrypto.hash('sha256', text, 'hex')
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
