import type { StreamTopic } from '@tutti/model'

/** Where a topic is told while it happens, and where it can be read afterwards. */
export interface TopicPlaces {
  /** Path of the stream: https://docs.joinmastodon.org/methods/streaming/, read 2026-11-25. */
  readonly stream: string
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Path of the list of the same things. */
  readonly list: string
  readonly maxPageSize: number
  /** The events that are of this topic; the others of the stream are left out. */
  readonly events: readonly string[]
}

const postEvents = ['update', 'status.update', 'delete']

/** The places of a topic. */
export function placesOf(topic: StreamTopic): TopicPlaces {
  switch (topic.kind) {
    case 'interactions':
      return {
        stream: '/api/v1/streaming/user/notification',
        list: '/api/v1/notifications',
        maxPageSize: 80,
        events: ['notification'],
      }
    case 'home':
      return {
        stream: '/api/v1/streaming/user',
        list: '/api/v1/timelines/home',
        maxPageSize: 40,
        events: postEvents,
      }
    case 'public':
      return {
        stream: '/api/v1/streaming/public',
        list: '/api/v1/timelines/public',
        maxPageSize: 40,
        events: postEvents,
      }
    case 'hashtag': {
      const tag = topic.hashtag.replace(/^#/, '')
      return {
        stream: '/api/v1/streaming/hashtag',
        query: { tag },
        list: `/api/v1/timelines/tag/${encodeURIComponent(tag)}`,
        maxPageSize: 40,
        events: postEvents,
      }
    }
  }
}
