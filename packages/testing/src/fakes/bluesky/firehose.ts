import { writeCarStream } from '@atcute/car'
import { encode, fromCidLink, toBytes, toCidLink } from '@atcute/cbor'
import type { FakeSocket } from '../../fake-platform/fake-socket.ts'
import type { FakeBlueskyChange, FakeBlueskyCommit, FakeBlueskyLedger } from './ledger.ts'

/** Jetstream numbers its events by microseconds; these are the fake's numbers on top of an instant. */
const jetstreamStart = 1_700_000_000_000_000
const eventsPerCommit = 200

/** What the network tells to all who listen: the firehose of a server, and a Jetstream beside it. */
export function blueskySockets(ledger: FakeBlueskyLedger): readonly FakeSocket[] {
  return [
    {
      path: '/xrpc/com.atproto.sync.subscribeRepos',
      open(request) {
        const cursor = new URL(request.url).searchParams.get('cursor')
        return tellFirehose(ledger, cursor === null ? undefined : Number(cursor))
      },
    },
    {
      path: '/subscribe',
      open(request) {
        const { searchParams } = new URL(request.url)
        const cursor = searchParams.get('cursor')
        const wanted = searchParams.getAll('wantedCollections')
        return tellJetstream(ledger, wanted, cursor === null ? undefined : Number(cursor))
      },
    },
  ]
}

async function* tellFirehose({ stream }: FakeBlueskyLedger, cursor: number | undefined): AsyncGenerator<Uint8Array> {
  for await (const { number, event } of stream.read(cursor)) yield await firehoseFrame(number, event)
}

/** One commit as `com.atproto.sync.subscribeRepos` tells it. Its tree and signature are left out: nobody here checks them. */
export async function firehoseFrame(
  sequence: number,
  { did, changes, at }: FakeBlueskyCommit,
  more: object = {},
): Promise<Uint8Array> {
  const written = changes.flatMap((change) => (change.value === undefined ? [] : [{ ...change, value: change.value }]))
  const blocks = written.map(({ cid, value }) => ({ cid: fromCidLink({ $link: cid }).bytes, data: encode(value) }))
  const root = changes[0]?.cid ?? ''
  const car: number[] = []
  for await (const piece of writeCarStream([{ $link: root }], blocks)) car.push(...piece)
  return frame(
    { op: 1, t: '#commit' },
    {
      seq: sequence,
      rebase: false,
      tooBig: false,
      repo: did,
      commit: linkTo(root),
      rev: `3${String(sequence)
        .padStart(12, '2')
        .replaceAll(/[0189]/g, 'a')}`,
      since: null,
      blocks: toBytes(Uint8Array.from(car)),
      ops: changes.map(({ collection, rkey, action, cid }) => ({
        action,
        path: `${collection}/${rkey}`,
        cid: action === 'delete' ? null : linkTo(cid),
      })),
      blobs: [],
      time: new Date(at).toISOString(),
      ...more,
    },
  )
}

const linkTo = (cid: string) => toCidLink(fromCidLink({ $link: cid }))

/** A frame: a header and a message, one behind the other. */
export function frame(header: object, message: object): Uint8Array {
  return Uint8Array.from([...encode(header), ...encode(message)])
}

async function* tellJetstream(
  { stream }: FakeBlueskyLedger,
  wanted: readonly string[],
  cursor: number | undefined,
): AsyncGenerator<string> {
  const after =
    cursor === undefined ? undefined : Math.max(0, Math.floor((cursor - jetstreamStart) / eventsPerCommit) - 1)
  for await (const { number, event } of stream.read(after)) {
    for (const [index, change] of event.changes.entries()) {
      const time_us = jetstreamStart + number * eventsPerCommit + index
      // From the cursor on, itself included.
      if ((wanted.length > 0 && !wanted.includes(change.collection)) || time_us < (cursor ?? 0)) continue
      yield JSON.stringify({ did: event.did, time_us, kind: 'commit', commit: commitOf(change) })
    }
  }
}

function commitOf({ collection, rkey, action, cid, value }: FakeBlueskyChange) {
  const rest = action === 'delete' ? {} : { record: value, cid }
  return { rev: '3aaaaaaaaaa2a', operation: action, collection, rkey, ...rest }
}
