import { once } from 'node:events'
import { readServerSentEvents } from '@tutti/adapter-kit'
import { createTutti, type OperationContext, type StreamItem, type SubscribeInput } from '@tutti/core'
import { sampleAdapter } from '../../sample-adapter.ts'

// Reads a stream to its end in a process of its own, whose memory is nobody else's.

/** What the child is to do. */
export interface ListenJob {
  readonly url: string
  readonly way: 'events' | 'socket'
  readonly total: number
  /** After this item it takes nothing until it is sent a message. */
  readonly pauseAfter: number
}

/** What the child says. */
export type ListenMessage =
  | { readonly kind: 'paused' }
  | {
      readonly kind: 'done'
      readonly count: number
      /** The first item that was not the one after its predecessor. */
      readonly firstWrong?: number | undefined
      /** Bytes in use after a collection, measured along the way. */
      readonly usedBytes: readonly number[]
      /** Why the stream was interrupted, each time. */
      readonly interruptions: readonly (string | undefined)[]
    }

const job: ListenJob = JSON.parse(process.argv[2] as string)
const say = (message: ListenMessage) => process.send?.(message)

function readItem(data: string): StreamItem {
  const id = String((JSON.parse(data) as { id: number }).id)
  return { kind: 'post-deleted', cursor: id, post: { v: 1, kind: 'post', platform: 'sample', id } }
}

async function* subscribe({ cursor }: SubscribeInput, { http }: OperationContext): AsyncGenerator<StreamItem> {
  const place = { bucket: 'all', query: { after: cursor } }
  if (job.way === 'events') {
    const { body } = await http.openStream({ ...place, url: '/events' })
    for await (const { data } of readServerSentEvents(body)) yield readItem(data)
  } else {
    for await (const frame of await http.openSocket({ ...place, url: '/socket' })) yield readItem(String(frame))
  }
}

function measure(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const tutti = await createTutti({
  channels: { one: sampleAdapter({ subscribe }, job.url).channel({ accessToken: 'x' }) },
  log: { debug: () => {}, info: () => {}, warn: () => {} },
})
const interruptions: (string | undefined)[] = []
tutti.on('stream.interrupted', ({ error }) => interruptions.push(error?.code))
const usedBytes: number[] = []
let firstWrong: number | undefined
let count = 0
for await (const item of tutti.channel('one').subscribe({ topic: { kind: 'public' } })) {
  count += 1
  if (item.cursor !== String(count)) firstWrong ??= count
  if (count === job.pauseAfter) {
    say({ kind: 'paused' })
    await once(process, 'message')
  }
  if (count % (job.total / 5) === 0) usedBytes.push(measure())
  if (count === job.total) break
}
await tutti.close()
say({ kind: 'done', count, firstWrong, usedBytes, interruptions })
process.disconnect?.()
