import { asObject, asString, requireArray } from '@tutti/adapter-kit'
import type { OperationContext, StreamTopic } from '@tutti/model'
import type { InteractionReading } from '../read/interaction.ts'
import { isNewer } from './order.ts'
import { readListed, type Told } from './read-event.ts'
import { placesOf } from './topics.ts'

/**
 * What came behind an id, oldest first, page by page. `min_id` answers the entries next to the id:
 * https://docs.joinmastodon.org/api/guidelines/#pagination, read 2026-11-25.
 */
export async function* readMissed(
  topic: StreamTopic,
  after: string,
  reading: () => InteractionReading,
  { http, log }: OperationContext,
): AsyncGenerator<Told> {
  const { list, maxPageSize } = placesOf(topic)
  for (let last = after; ; ) {
    const answer = await http.request({
      method: 'GET',
      url: list,
      query: { min_id: last, limit: maxPageSize },
      bucket: 'paging',
    })
    const entries = requireArray(answer.body, 'entries')
      .map((value) => ({ value, id: asString(asObject(value)?.id) ?? '' }))
      .filter(({ id }) => isNewer(id, last))
      .sort((one, other) => (isNewer(one.id, other.id) ? 1 : -1))
    for (const { value, id } of entries) {
      const told = readListed(topic, value, reading())
      if (told) yield told
      else log.warn('mastodon: an entry that came while nobody listened could not be read and was left out')
      last = id
    }
    if (entries.length === 0) return
  }
}
