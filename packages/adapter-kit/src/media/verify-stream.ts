import { createHash } from 'node:crypto'
import type { PreparedMedia } from '@tutti/model'
import { mediaError } from './media-error.ts'

/**
 * Passes bytes on while it measures and hashes them. The last piece is held back until the hash is
 * known to be right, so that changed bytes never become a complete upload.
 */
export function verifyStream(
  bytes: ReadableStream<Uint8Array>,
  expected: Pick<PreparedMedia, 'sha256' | 'byteLength'>,
  place: string,
): ReadableStream<Uint8Array> {
  const hash = createHash('sha256')
  const reader = bytes.getReader()
  let byteLength = 0
  let held: Uint8Array | undefined
  const changed = () => mediaError('media-changed', 'the bytes are not those that were prepared', place)

  /** The next piece; `undefined` at an end that is as expected. */
  async function read(): Promise<Uint8Array | undefined> {
    const { done, value } = await reader.read()
    byteLength += value?.byteLength ?? 0
    if (byteLength > expected.byteLength) {
      await reader.cancel().catch(() => undefined)
      throw changed()
    }
    if (!done) {
      hash.update(value)
      return value
    }
    if (byteLength !== expected.byteLength || hash.digest('hex') !== expected.sha256) {
      throw changed()
    }
    return undefined
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      held ??= await read()
      const following = held && (await read())
      if (held) {
        controller.enqueue(held)
      }
      held = following
      if (!following) {
        controller.close()
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
