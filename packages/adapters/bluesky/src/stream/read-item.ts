import type { Interaction, Profile, PublishedPost, StreamItem } from '@tutti/model'
import { formatAtUri } from '../protocol/at-uri.ts'
import { readNotification } from '../read/interaction.ts'
import { readPostRecord } from '../read/post.ts'
import { postRef } from '../read/ref.ts'
import type { ReadingContext } from '../read/web-address.ts'
import type { RecordEvent } from './record-event.ts'
import type { Towards } from './towards.ts'

/** A stream item without its cursor. */
export type Told<Item = StreamItem> = Item extends StreamItem ? Omit<Item, 'cursor'> : never

/** What is told of a post: that it is there, that it was changed, that it is gone. `undefined` when it can't be read. */
export function readPostEvent(
  event: RecordEvent,
  author: Profile | undefined,
  context: ReadingContext,
): Told | undefined {
  const uri = formatAtUri(event)
  if (event.action === 'delete') return { kind: 'post-deleted', post: postRef(uri, context) }
  const post = readPost(event, uri, author, context)
  return post && { kind: event.action === 'create' ? 'post' : 'post-edited', post }
}

function readPost(
  event: RecordEvent,
  uri: string,
  author: Profile | undefined,
  context: ReadingContext,
): PublishedPost | undefined {
  const { cid, record } = event
  if (cid === undefined || record === undefined) return undefined
  const post = readPostRecord({ uri, cid, value: record }, context)
  return post && { ...post, author: author ?? post.author, raw: event }
}

/** What is told of something towards the account. `undefined` when it can't be read. */
export function readInteractionEvent(
  event: RecordEvent,
  { reason, subject }: Towards,
  author: Profile,
  context: ReadingContext,
): Told | undefined {
  const { cid, record } = event
  const shaped = { uri: formatAtUri(event), cid, reason, reasonSubject: subject, record, author: author.raw }
  const read: Interaction | undefined = readNotification(shaped, context)
  return read && { kind: 'interaction', interaction: { ...read, raw: event } }
}
