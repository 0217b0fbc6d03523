/**
 * Reads from the beginning of a record how long it is, head included: `undefined` while the bytes are
 * too few to tell, `Infinity` when it goes to the end of the file or is no record at all.
 */
export type ReadRecordLength = (head: Uint8Array) => number | undefined

/** No head of a record is longer. */
const maxHeadBytes = 512

/** Follows a file that is a row of records through its pieces, and keeps none of it. */
export class RecordWalker {
  readonly #readLength: ReadRecordLength
  readonly #head = new Uint8Array(maxHeadBytes)
  #headBytes = 0
  #bytesToCome = 0

  constructor(readLength: ReadRecordLength) {
    this.#readLength = readLength
  }

  /** Whether the last record says that it is longer than the bytes so far. */
  get isWithinRecord(): boolean {
    return this.#bytesToCome > 0 && this.#bytesToCome !== Number.POSITIVE_INFINITY
  }

  add(piece: Uint8Array): void {
    let position = 0
    while (position < piece.byteLength) {
      if (this.#bytesToCome > 0) {
        const passed = Math.min(this.#bytesToCome, piece.byteLength - position)
        this.#bytesToCome -= passed
        position += passed
      } else {
        this.#addToHead(piece[position] as number)
        position += 1
      }
    }
  }

  /** Byte by byte: a record may be shorter than the longest head. */
  #addToHead(byte: number): void {
    this.#head[this.#headBytes] = byte
    this.#headBytes += 1
    const length = this.#readLength(this.#head.subarray(0, this.#headBytes))
    if (length === undefined && this.#headBytes < maxHeadBytes) {
      return
    }
    this.#bytesToCome = Math.max(0, (length ?? Number.POSITIVE_INFINITY) - this.#headBytes)
    this.#headBytes = 0
  }
}
