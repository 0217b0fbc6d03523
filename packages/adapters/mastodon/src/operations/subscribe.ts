import { readServerSentEvents } from '@tutti/adapter-kit'
import {
  type OperationContext,
  type OperationVocabulary,
  RejectedError,
  type StreamAnswer,
  type StreamItem,
  type StreamTopic,
} from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { notOffered } from '../api/offered.ts'
import { cursorAfter, readCursor } from '../api/pages.ts'
import type { InteractionReading } from '../read/interaction.ts'
import { lacks } from '../read/lacking.ts'
import { startReading } from '../read/reading.ts'
import { isNewer } from '../streaming/order.ts'
import { readEvent } from '../streaming/read-event.ts'
import { readMissed } from '../streaming/read-missed.ts'
import { placesOf } from '../streaming/topics.ts'

/** What is told twice was told while the missed was read, and so is among its last entries. */
const rememberedCount = 2_000

/**
 * Listens by server-sent events. Mastodon's have no ids to resume from. So, behind a cursor: the
 * stream is opened first, then the list of the same things is read from there on, then the stream is
 * told without what the list had. Edits and deletions that happen while nobody listens are not made
 * up for, nor is a post of another server that arrives late with an older date.
 */
export const subscribe: OperationVocabulary['subscribe'] = async function* ({ topic, cursor }, context) {
  const after = readCursor(cursor)
  const { accountId, domain, software, streamingUrl } = await accountFacts(context)
  if (lacks(software, 'subscribe')) throw notOffered('subscribe')
  const reading = (): InteractionReading => ({ ...startReading(domain), channel: context.channel, accountId })
  const { body } = await openStream(topic, streamingUrl, context)
  const events = readServerSentEvents(body)
  let last = after
  const place = (item: StreamItem, id: string | undefined): StreamItem => {
    if (id !== undefined && isNewer(id, last)) last = id
    return last === undefined ? item : { ...item, cursor: cursorAfter(last) }
  }
  try {
    const seen = new Set<string>()
    if (after !== undefined) {
      for await (const { id, item } of readMissed(topic, after, reading, context)) {
        remember(seen, id)
        yield place(item, id)
      }
    }
    const wanted = placesOf(topic).events
    for await (const { event = '', data } of events) {
      if (!wanted.includes(event)) continue
      const told = readEvent(event, data, topic, reading())
      if (!told) context.log.warn(`mastodon: an event "${event}" could not be read and was left out`)
      else if (told.id === undefined || !seen.has(told.id)) yield place(told.item, told.id)
    }
  } finally {
    await events.return(undefined)
    await body.cancel().catch(() => undefined)
  }
}

async function openStream(topic: StreamTopic, base: string, { http }: OperationContext): Promise<StreamAnswer> {
  const { stream, query } = placesOf(topic)
  try {
    return await http.openStream({ url: `${base}${stream}`, query, bucket: 'requests' })
  } catch (error) {
    // The path has no id in it: what is not there is the function.
    if (RejectedError.isInstance(error) && error.code === 'not-found') throw notOffered('subscribe', error.status)
    throw error
  }
}

function remember(seen: Set<string>, id: string | undefined): void {
  if (id === undefined) return
  seen.add(id)
  if (seen.size <= rememberedCount) return
  const [oldest] = seen
  if (oldest !== undefined) seen.delete(oldest)
}
