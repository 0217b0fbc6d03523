import type { OperationContext, SocketRequest, StreamItem, SubscribeInput } from '@tutti/model'
import { readFirehoseFrame } from '../stream/firehose.ts'
import { readJetstreamFrame } from '../stream/jetstream.ts'
import { isBehind, readPosition, type StreamKind, writePosition } from '../stream/position.ts'
import type { StreamMessage } from '../stream/record-event.ts'
import { createListener } from '../stream/topics.ts'

/** Where streams come from. */
export interface StreamSources {
  /** `wss:` address of a Jetstream; the firehose is read when absent. */
  readonly jetstream?: string | undefined
  /** `wss:` address of a relay; the account's own server when absent. */
  readonly relay?: string | undefined
}

/** The whole network's firehose tells some hundred frames a second. */
const maxQueuedFrames = 20_000
const maxQueuedBytes = 64 * 1024 * 1024

/**
 * Makes `subscribe`: one connection to a Jetstream or a firehose, which tell of everybody; what is not of the topic is
 * passed over. Deletions are told of posts on `home` and `public`: those of other topics don't say what they were.
 * Posts come without counts, and on `public` and `hashtag` their authors by DID alone.
 * @throws InvalidInputError `invalid-input` for a cursor of another stream
 */
export function createSubscribe(sources: StreamSources) {
  const kind: StreamKind = sources.jetstream === undefined ? 'firehose' : 'jetstream'

  return async function* subscribe(
    { topic, cursor }: SubscribeInput,
    context: OperationContext,
  ): AsyncGenerator<StreamItem> {
    const since = readPosition(kind, cursor)
    const listener = await createListener(topic, context)
    const request = makeRequest(sources, listener.collections, since?.sequence)
    const wanted = new Set(listener.collections)
    for await (const frame of await context.http.openSocket(request)) {
      const message = readFrame(frame, wanted)
      if (!message) context.log.warn('bluesky: a frame of the stream can’t be read and is left out')
      if (message?.warning !== undefined) context.log.warn(`bluesky: ${message.warning}`)
      if (message?.renamed !== undefined) listener.renamed?.(message.renamed)
      for (const event of message?.events ?? []) {
        const told = isBehind(event.position, since) && wanted.has(event.collection) && (await listener.read(event))
        if (told) yield { ...told, cursor: writePosition(kind, event.position) }
      }
    }
  }
}

/** Either kind of stream is told by the form of its frames. */
function readFrame(frame: string | Uint8Array, wanted: ReadonlySet<string>): StreamMessage | undefined {
  return typeof frame === 'string' ? readJetstreamFrame(frame) : readFirehoseFrame(frame, wanted)
}

/** Asked for from the event itself on, which is passed over: more of its commit may follow it. */
function makeRequest(
  { jetstream, relay = '' }: StreamSources,
  collections: readonly string[],
  sequence: number | undefined,
): SocketRequest {
  const limits = { bucket: 'requests', maxQueuedFrames, maxQueuedBytes }
  if (jetstream !== undefined) {
    return { ...limits, url: `${jetstream}/subscribe`, query: { wantedCollections: collections, cursor: sequence } }
  }
  const cursor = sequence === undefined ? undefined : Math.max(0, sequence - 1)
  return { ...limits, url: `${relay}/xrpc/com.atproto.sync.subscribeRepos`, query: { cursor } }
}
