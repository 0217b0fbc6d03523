import { type ByteRange, InvalidInputError } from '@tutti/model'

/** A range with both its ends. */
export type WholeRange = Required<{ [Name in keyof ByteRange]: number }>

/**
 * Fills in the ends that a range leaves out.
 * @throws InvalidInputError `invalid-input` when it does not lie within the bytes
 */
export function fillRange({ from = 0, to }: ByteRange, byteLength: number, place: string): WholeRange {
  const end = to ?? byteLength
  if (Number.isSafeInteger(from) && Number.isSafeInteger(end) && from >= 0 && from <= end && end <= byteLength) {
    return { from, to: end }
  }
  const message = `${place}: bytes ${from} to ${end} were asked for, and there are ${byteLength}`
  throw new InvalidInputError({ code: 'invalid-input', message, path: 'range' })
}

/** Passes on only a range of a stream: for sources that can't be opened in their middle. */
export function cutStream(
  bytes: ReadableStream<Uint8Array>,
  { from = 0, to = Number.POSITIVE_INFINITY }: ByteRange,
): ReadableStream<Uint8Array> {
  const reader = bytes.getReader()
  let position = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const value = position < to ? (await reader.read()).value : undefined
        if (value === undefined) {
          await reader.cancel()
          controller.close()
          return
        }
        const piece = value.subarray(Math.max(0, from - position), Math.max(0, to - position))
        position += value.byteLength
        if (piece.byteLength > 0) {
          controller.enqueue(piece)
          return
        }
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
