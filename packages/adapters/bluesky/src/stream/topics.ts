import type { OperationContext, StreamTopic } from '@tutti/model'
import { collections } from '../protocol/collections.ts'
import { ownDid } from '../protocol/own-did.ts'
import { readFollowed } from './followed.ts'
import { hasHashtag } from './hashtags.ts'
import { createPeople } from './people.ts'
import { readInteractionEvent, readPostEvent, type Told } from './read-item.ts'
import type { RecordEvent, StreamMessage } from './record-event.ts'
import { readTowards, towardsCollections } from './towards.ts'

/** How one topic listens to a stream. */
export interface Listener {
  readonly collections: readonly string[]
  /** What an event says to the topic; `undefined`: nothing. */
  read(event: RecordEvent): Told | undefined | Promise<Told | undefined>
  /** Somebody's handle may be another now. */
  renamed?(did: NonNullable<StreamMessage['renamed']>): void
}

/** Makes ready to listen to a topic. */
export async function createListener(topic: StreamTopic, context: OperationContext): Promise<Listener> {
  switch (topic.kind) {
    case 'interactions':
      return listenToInteractions(context)
    case 'home':
      return listenToHome(context)
    case 'public':
      return { collections: [collections.post], read: (event) => readPostEvent(event, undefined, context) }
    case 'hashtag':
      return {
        collections: [collections.post],
        read: (event) =>
          event.record && hasHashtag(event.record, topic.hashtag)
            ? readPostEvent(event, undefined, context)
            : undefined,
      }
  }
}

async function listenToInteractions(context: OperationContext): Promise<Listener> {
  const did = await ownDid(context)
  const people = createPeople(context)
  return {
    collections: towardsCollections,
    async read(event) {
      const towards = readTowards(event, did)
      const author = towards && (await people.find(event.did))
      return author && readInteractionEvent(event, towards, author, context)
    },
    renamed: people.forget,
  }
}

async function listenToHome(context: OperationContext): Promise<Listener> {
  const followed = await readFollowed(context, await ownDid(context))
  return {
    collections: [collections.post, collections.follow],
    read(event) {
      followed.apply(event)
      const author = followed.get(event.did)
      return author && event.collection === collections.post ? readPostEvent(event, author, context) : undefined
    },
  }
}
