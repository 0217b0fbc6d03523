import type { Raw } from '../read/members-of.ts'

/** One change of one record, as both kinds of stream tell it. */
export interface RecordEvent {
  readonly did: string
  readonly collection: string
  readonly rkey: string
  readonly action: 'create' | 'update' | 'delete'
  /** Absent when the record was deleted. */
  readonly cid?: string | undefined
  /** Plain JSON; absent when the record was deleted, or was not sent along. */
  readonly record?: Raw | undefined
  readonly position: Position
}

/** Where an event stands in its stream: the number of its message, and its place in that. */
export interface Position {
  readonly sequence: number
  readonly index: number
}

/** What a message of a stream holds. Others are of no interest and hold nothing. */
export interface StreamMessage {
  readonly events: readonly RecordEvent[]
  /** A DID whose handle may be another now. */
  readonly renamed?: string | undefined
  /** What the app's log should say: events are missing here. */
  readonly warning?: string | undefined
}

/** A message without anything to tell. */
export const nothing: StreamMessage = { events: [] }

/** Whether a text names one of the three things that happen to records. */
export function isAction(value: unknown): value is RecordEvent['action'] {
  return value === 'create' || value === 'update' || value === 'delete'
}
