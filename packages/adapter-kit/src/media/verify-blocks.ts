import { createHash, hash } from 'node:crypto'
import type { PreparedMedia } from '@tutti/model'
import type { WholeRange } from './byte-range.ts'
import { mediaError } from './media-error.ts'
import { readPieces } from './read-pieces.ts'

/** Small enough to be held until it is checked, large enough that a video has few of them. */
export const blockBytes = 256 * 1024

/** The hash of each block of some bytes, in order: 64 bytes of text for 256 KiB. */
export type BlockHashes = readonly string[]

/**
 * Reads bytes once to their end and hashes each block, so that ranges of them can be checked later.
 * @throws MediaError `media-changed` when the bytes as a whole are not those that were prepared
 */
export async function hashBlocks(
  bytes: ReadableStream<Uint8Array>,
  expected: Pick<PreparedMedia, 'sha256' | 'byteLength'>,
  place: string,
): Promise<BlockHashes> {
  const whole = createHash('sha256')
  const hashes: string[] = []
  let byteLength = 0
  for await (const block of readBlocks(bytes)) {
    byteLength += block.byteLength
    if (byteLength > expected.byteLength) {
      break
    }
    whole.update(block)
    hashes.push(hash('sha256', block, 'hex'))
  }
  if (byteLength !== expected.byteLength || whole.digest('hex') !== expected.sha256) {
    throw changed(place)
  }
  return hashes
}

/**
 * Passes a range on, block by block, each only after its hash was found right. `bytes` begin at the
 * block that the range begins in, see `blocksOf`.
 */
export function verifyBlocks(
  bytes: ReadableStream<Uint8Array>,
  range: WholeRange,
  hashes: BlockHashes,
  place: string,
): ReadableStream<Uint8Array> {
  const blocks = readBlocks(bytes)
  let start = blocksOf(range).from
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value: block } = await blocks.next()
      if (done || hash('sha256', block, 'hex') !== hashes[start / blockBytes]) {
        await blocks.return(undefined)
        throw changed(place)
      }
      controller.enqueue(block.subarray(Math.max(0, range.from - start), range.to - start))
      start += blockBytes
      if (start >= range.to) {
        await blocks.return(undefined)
        controller.close()
      }
    },
    cancel: async () => {
      await blocks.return(undefined)
    },
  })
}

/** The whole blocks that a range touches; the last one may end behind the last byte. */
export function blocksOf({ from, to }: WholeRange): WholeRange {
  return { from: Math.floor(from / blockBytes) * blockBytes, to: Math.ceil(to / blockBytes) * blockBytes }
}

/** Gathers a stream into blocks, each in memory of its own; the last may be shorter. */
async function* readBlocks(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let block = new Uint8Array(blockBytes)
  let filled = 0
  for await (const piece of readPieces(bytes)) {
    for (let taken = 0; taken < piece.byteLength; ) {
      const part = piece.subarray(taken, taken + blockBytes - filled)
      block.set(part, filled)
      filled += part.byteLength
      taken += part.byteLength
      if (filled === blockBytes) {
        yield block
        block = new Uint8Array(blockBytes)
        filled = 0
      }
    }
  }
  if (filled > 0) {
    yield block.subarray(0, filled)
  }
}

function changed(place: string) {
  return mediaError('media-changed', 'the bytes are not those that were prepared', place)
}
