import { asNumber, asString } from '@tutti/adapter-kit'
import { membersOf } from '../read/members-of.ts'
import { isAction, nothing, type RecordEvent, type StreamMessage } from './record-event.ts'

/**
 * Reads one frame of Jetstream, the firehose as JSON. One event a frame, numbered by its microseconds.
 * Source: https://github.com/bluesky-social/jetstream, read 2026-11-25.
 * @returns `undefined` when the frame can't be read
 */
export function readJetstreamFrame(frame: string): StreamMessage | undefined {
  const event = membersOf(parse(frame))
  const did = asString(event.did)
  const sequence = asNumber(event.time_us)
  if (did === undefined || sequence === undefined) return undefined
  if (event.kind === 'identity') return { events: [], renamed: did }
  if (event.kind !== 'commit') return nothing
  const { collection, rkey, operation, cid, record } = membersOf(event.commit)
  const place = { collection: asString(collection), rkey: asString(rkey) }
  if (!place.collection || !place.rkey || !isAction(operation)) return undefined
  const read: RecordEvent = {
    did,
    collection: place.collection,
    rkey: place.rkey,
    action: operation,
    cid: asString(cid),
    record: record === undefined ? undefined : membersOf(record),
    position: { sequence, index: 0 },
  }
  return { events: [read] }
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame)
  } catch {
    return undefined
  }
}
