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
  for await (const piece of pieces) {
    const text = decode(decoder, typeof piece === 'string' ? encoder.encode(piece) : piece)
    if (text !== '') yield text
  }
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
