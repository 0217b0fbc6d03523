import type { BulkSource } from './bulk-api.ts'

/** Thrown for bytes that are no text. */
export class NotUtf8Error extends Error {}

/**
 * The pieces of a source as text, without the mark that some programs put before it. Other encodings than UTF-8 are
 * refused: read as if they were, they would lose letters.
 * @throws NotUtf8Error
 */
export async function* readText(source: BulkSource): AsyncGenerator<string> {
  // It takes the mark away.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const encoder = new TextEncoder()
  const pieces = typeof source === 'string' || source instanceof Uint8Array ? [source] : source
  let half = ''
  for await (const piece of pieces) {
    let bytes = piece
    if (typeof bytes === 'string') {
      // A piece may end in the middle of a letter: its other half comes with the next.
      const whole = half + bytes
      half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? ''
      bytes = encoder.encode(whole.slice(0, whole.length - half.length))
    }
    const text = decode(decoder, bytes)
    if (text !== '') yield text
  }
  if (half !== '') throw new NotUtf8Error('the file ends in the middle of a letter: it is not UTF-8')
  const rest = decode(decoder)
  if (rest !== '') yield rest
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new NotUtf8Error('the file is not UTF-8', { cause })
  }
}
