type Frame = string | Uint8Array

/** Frames that wait for their one reader, in order. The end is handed out after the last of them. */
export class FrameQueue {
  #frames: Frame[] = []
  /** Where the next frame is: shifting a long list for each frame would be slow. */
  #head = 0
  #byteLength = 0
  #end: { readonly error?: Error | undefined } | undefined
  #wake: (() => void) | undefined

  get length(): number {
    return this.#frames.length - this.#head
  }

  /** UTF-16 code units of text count as bytes. */
  get byteLength(): number {
    return this.#byteLength
  }

  get isEnded(): boolean {
    return this.#end !== undefined
  }

  /** Nothing is taken any more after the end. */
  push(frame: Frame): void {
    if (this.#end !== undefined) return
    this.#frames.push(frame)
    this.#byteLength += frame.length
    this.#wake?.()
  }

  /** With an error, reading fails when all that waits has been read. Only the first end counts. */
  end(error?: Error): void {
    this.#end ??= { error }
    this.#wake?.()
  }

  /** Throws away what waits. */
  clear(): void {
    this.#frames = []
    this.#head = 0
    this.#byteLength = 0
  }

  /** The next frame, `undefined` after the last. */
  async next(): Promise<Frame | undefined> {
    while (this.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.length > 0) return this.#take()
    if (this.#end?.error) throw this.#end.error
    return undefined
  }

  #take(): Frame {
    const frame = this.#frames[this.#head] as Frame
    this.#head += 1
    this.#byteLength -= frame.length
    if (this.#head === this.#frames.length) {
      this.#frames = []
      this.#head = 0
    }
    return frame
  }
}
