import { countUtf8BytesBetween } from '../counting/count-utf8-bytes.ts'
import type { TextSpan } from './entity.ts'

/**
 * Returns a function that makes the span of a range, with both kinds of offset. Ranges must be asked for from left to
 * right: the bytes are counted once along the way, so that all spans of a text together take linear time.
 */
export function spanMaker(source: string): (start: number, end: number) => TextSpan {
  let reached = 0
  let reachedBytes = 0

  function bytesUpTo(offset: number): number {
    reachedBytes += countUtf8BytesBetween(source, reached, offset)
    reached = offset
    return reachedBytes
  }

  return (start, end) => {
    const utf8Start = bytesUpTo(start)
    const utf8End = bytesUpTo(end)
    return { text: source.slice(start, end), start, end, utf8Start, utf8End }
  }
}
