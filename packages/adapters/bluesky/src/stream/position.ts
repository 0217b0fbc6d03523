import { InvalidInputError } from '@tutti/model'
import type { Position } from './record-event.ts'

/** The kinds of stream: a position in one says nothing in the other. */
export type StreamKind = 'firehose' | 'jetstream'

const form = /^(firehose|jetstream):(\d{1,16})\.(\d{1,4})$/

/** The cursor behind an event. */
export function writePosition(kind: StreamKind, { sequence, index }: Position): string {
  return `${kind}:${sequence}.${index}`
}

/**
 * Where a cursor points; `undefined` without one.
 * @throws InvalidInputError `invalid-input` when it is none of this kind of stream
 */
export function readPosition(kind: StreamKind, cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  const [, found, sequence, index] = form.exec(cursor) ?? []
  if (found === kind) return { sequence: Number(sequence), index: Number(index) }
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `The cursor is none of Bluesky’s ${kind}`,
    path: 'cursor',
    advice: 'Hand back the cursor of an item of the same stream, or none to begin now.',
  })
}

/** Whether an event comes after a position. */
export function isBehind({ sequence, index }: Position, position: Position | undefined): boolean {
  if (position === undefined || sequence > position.sequence) return true
  return sequence === position.sequence && index > position.index
}
