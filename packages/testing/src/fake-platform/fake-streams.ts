/** The streams of a fake that are open: server-sent events and sockets alike. */
export interface FakeStreams {
  readonly openCount: number
  /** Cuts every open one, without a goodbye. */
  drop(): void
  /** The next one that opens is cut when it has told so many events; 0: as soon as it is open. */
  cutNextAfter(count: number): void
  /** Half of the next event that any of them tells is missing. */
  garbleNext(): void
}

/** One open stream as the server sees it. */
export interface OpenFakeStream {
  /** What is really sent for an event. */
  prepare<Piece extends string | Uint8Array>(piece: Piece): Piece
  /** An event has been sent. */
  told(): void
  close(): void
}

/** Keeps track of what is open, and plays what goes wrong. */
export function createFakeStreams() {
  const open = new Set<() => void>()
  let nextCut: number | undefined
  let garbles = false

  const outside: FakeStreams = {
    get openCount() {
      return open.size
    },
    drop() {
      for (const cut of open) cut()
    },
    cutNextAfter(count) {
      nextCut = count
    },
    garbleNext() {
      garbles = true
    },
  }

  /** `cut` ends the connection once what was sent has arrived. */
  const add = (cut: () => void): OpenFakeStream => {
    let left = nextCut
    nextCut = undefined
    open.add(cut)
    if (left === 0) cut()
    return {
      prepare(piece) {
        if (!garbles) return piece
        garbles = false
        return garble(piece)
      },
      told() {
        if (left !== undefined && --left <= 0) cut()
      },
      close: () => void open.delete(cut),
    }
  }
  const reset = () => {
    outside.drop()
    nextCut = undefined
    garbles = false
  }
  return { outside, add, reset }
}

const half = <Piece extends string | Uint8Array>(piece: Piece) =>
  piece.slice(0, Math.floor(piece.length / 2)) as unknown as Piece

/** Of a server-sent event, half of its data: an event it stays. */
function garble<Piece extends string | Uint8Array>(piece: Piece): Piece {
  const text = typeof piece === 'string' ? piece : new TextDecoder().decode(piece)
  if (!/^data:/m.test(text)) return half(piece)
  const broken = text.replace(/^data:(.*)$/m, (_line, data: string) => `data:${half(data)}`)
  return (typeof piece === 'string' ? broken : new TextEncoder().encode(broken)) as Piece
}
