import type { Preview } from '@tutti/model'

// Without an import, so that bundles for browsers need no stand-in for node:crypto.
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto')

/** One hash over what will be sent to all channels: an approval is for all of them. */
export async function contentHashOf({ channels }: Preview): Promise<string> {
  const hashes = Object.entries(channels).map(([channel, { contentHash }]) => [channel, contentHash])
  const text = JSON.stringify(hashes.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)))
  if (nodeCrypto) return nodeCrypto.hash('sha256', text, 'hex')
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
