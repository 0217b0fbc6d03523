/**
 * Turns a string into bytes that PostgreSQL compares as JavaScript compares strings: its UTF-16 code
 * units, high byte first. Nothing is lost, lone surrogates and NUL included.
 */
export function toKey(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16()
}

/** The string that `toKey` was given. */
export function fromKey(key: Uint8Array): string {
  return Buffer.from(key).swap16().toString('utf16le')
}

/** The first key behind every key with this prefix; `undefined` when there is none. */
export function keyBehindPrefix(prefix: string): Uint8Array | undefined {
  const bytes = Buffer.from(toKey(prefix))
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    const byte = bytes[index] ?? 0xff
    if (byte < 0xff) {
      const end = bytes.subarray(0, index + 1)
      end[index] = byte + 1
      return end
    }
  }
  return undefined
}
