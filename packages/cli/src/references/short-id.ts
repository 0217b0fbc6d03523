import { createHash } from 'node:crypto'

/** Without letters and digits that are mistaken for each other. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'
const length = 7

/** A short name for something on a channel, to be typed: the same for the same thing, on every machine. */
export function shortIdOf(channel: string, id: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([channel, id]))
    .digest()
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')
}
