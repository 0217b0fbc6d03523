import type { FakeStream } from '@tutti/testing/fakes'

/** One note as the fake holds it. */
export interface FakeNote {
  readonly id: string
  /** Grows by one with each note: lists are read backwards by it. */
  readonly position: number
  readonly author: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The id of the note that it answers. */
  readonly answers?: string | undefined
  /** How many people like it. */
  readonly stars: number
}

/** What the fake truly holds. */
export interface FakeNoticeboardLedger {
  notes: readonly FakeNote[]
  lastPosition: number
  /** Every note that ever went up, for those who listen. */
  stream: FakeStream<FakeNote>
}

/** Puts a note up, whoever wrote it. Its author's own star is on it from the start. */
export function addNote(ledger: FakeNoticeboardLedger, content: Omit<FakeNote, 'position' | 'stars'>): FakeNote {
  ledger.lastPosition += 1
  const note = { ...content, position: ledger.lastPosition, stars: 1 }
  ledger.notes = [...ledger.notes, note]
  ledger.stream.push(note)
  return note
}

/** A note as the API answers it. */
export function renderNote({ id, author, text, createdAt, answers, stars }: FakeNote) {
  return {
    id,
    author: { name: author },
    text,
    created: new Date(createdAt).toISOString(),
    answers: answers ?? null,
    stars,
  }
}
