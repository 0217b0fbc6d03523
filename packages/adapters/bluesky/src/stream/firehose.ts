import { fromUint8Array } from '@atcute/car'
import { decode, decodeFirst, fromBytes, isBytes, toCidLink } from '@atcute/cbor'
import { asArray, asNumber, asString } from '@tutti/adapter-kit'
import { InvalidInputError, PlatformError, TransportError } from '@tutti/model'
import { membersOf, type Raw } from '../read/members-of.ts'
import { isAction, nothing, type RecordEvent, type StreamMessage } from './record-event.ts'

/**
 * Reads one frame of `com.atproto.sync.subscribeRepos`: a header and a message, both DAG-CBOR. The records stand in the
 * message as a CAR file; only those of `collections` are read, which saves most of the work.
 * Source: https://atproto.com/specs/event-stream, read 2026-11-25.
 * @returns `undefined` when the frame can't be read
 * @throws InvalidInputError `invalid-input` for a cursor that lies ahead of the server
 * @throws TransportError `stream-overrun`, PlatformError `server-error` when the server gives up
 */
export function readFirehoseFrame(frame: Uint8Array, collections: ReadonlySet<string>): StreamMessage | undefined {
  const [header, message] = decodeFrame(frame) ?? []
  if (!header || !message) return undefined
  if (header.op === -1) throw readErrorFrame(message)
  switch (header.t) {
    case '#commit':
      return readCommit(message, collections)
    case '#identity':
      return { events: [], renamed: asString(message.did) }
    case '#info':
      return { events: [], warning: `${asString(message.name)}: events from before are no longer kept there` }
    // `#account` and `#sync` tell what becomes of whole repositories, and say nothing of a single record.
    default:
      return nothing
  }
}

function decodeFrame(frame: Uint8Array): readonly [Raw, Raw] | undefined {
  try {
    const [header, rest] = decodeFirst(frame)
    return [membersOf(header), membersOf(decode(rest))]
  } catch {
    return undefined
  }
}

function readCommit(message: Raw, collections: ReadonlySet<string>): StreamMessage | undefined {
  const did = asString(message.repo)
  const sequence = asNumber(message.seq)
  if (did === undefined || sequence === undefined) return undefined
  const operations = asArray(message.ops).map((operation, index) => readOperation(membersOf(operation), index))
  const wanted = operations.flatMap((operation) =>
    operation && collections.has(operation.collection) ? [operation] : [],
  )
  const blocks = wanted.some(({ cid }) => cid !== undefined) ? readBlocks(message.blocks) : noBlocks
  const events = wanted.map(({ index, ...operation }): RecordEvent => {
    const record = operation.cid === undefined ? undefined : blocks.get(operation.cid)
    return { did, ...operation, record: record && readRecord(record), position: { sequence, index } }
  })
  const lacks = events.some(({ action, record }) => action !== 'delete' && record === undefined)
  const isIncomplete = message.tooBig === true || lacks
  return { events, warning: isIncomplete ? 'a commit came without all of its records: they are left out' : undefined }
}

function readOperation(operation: Raw, index: number) {
  const [collection, rkey, ...others] = asString(operation.path)?.split('/') ?? []
  const { action } = operation
  if (!collection || !rkey || others.length > 0 || !isAction(action)) return undefined
  return { collection, rkey, action, cid: asString(membersOf(operation.cid).$link), index }
}

const noBlocks: ReadonlyMap<string, Uint8Array> = new Map()

function readBlocks(car: unknown): ReadonlyMap<string, Uint8Array> {
  if (!isBytes(car)) return noBlocks
  try {
    const entries = [...fromUint8Array(fromBytes(car))]
    return new Map(entries.map(({ cid, bytes }) => [toCidLink(cid).$link, bytes]))
  } catch {
    return noBlocks
  }
}

/** As plain JSON: links and bytes become what they are in XRPC. */
function readRecord(block: Uint8Array): Raw | undefined {
  try {
    return membersOf(JSON.parse(JSON.stringify(decode(block))))
  } catch {
    return undefined
  }
}

function readErrorFrame(message: Raw): Error {
  const name = asString(message.error) ?? 'error'
  if (name === 'FutureCursor') {
    return new InvalidInputError({
      code: 'invalid-input',
      message: 'The cursor lies ahead of the server: it comes from another one',
      path: 'cursor',
      advice: 'Begin without a cursor.',
    })
  }
  if (name === 'ConsumerTooSlow') {
    return new TransportError({
      code: 'stream-overrun',
      message: 'Bluesky: ConsumerTooSlow: the server would not wait any longer',
      outcome: 'unknown',
      retryable: true,
    })
  }
  return new PlatformError({
    code: 'server-error',
    message: `Bluesky: the stream ended with ${name}`,
    outcome: 'unknown',
    retryable: true,
  })
}
