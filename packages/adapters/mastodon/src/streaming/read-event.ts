import { asObject, asString } from '@tutti/adapter-kit'
import type { StreamItem, StreamTopic } from '@tutti/model'
import { type InteractionReading, readNotification } from '../read/interaction.ts'
import { postRef } from '../read/refs.ts'
import { readStatus } from '../read/status.ts'

/** One thing that was told. */
export interface Told {
  /** Its place in the list that can be read afterwards; edits and deletions have none. */
  readonly id?: string | undefined
  readonly item: StreamItem
}

/** Reads one entry of the list that belongs to a topic; `undefined` when it can't be read. */
export function readListed(topic: StreamTopic, value: unknown, reading: InteractionReading): Told | undefined {
  const id = asString(asObject(value)?.id)
  if (topic.kind === 'interactions') {
    const interaction = readNotification(value, reading)
    return id && interaction ? { id, item: { kind: 'interaction', interaction } } : undefined
  }
  const post = readStatus(value, reading)
  return id && post ? { id, item: { kind: 'post', post } } : undefined
}

/** Reads one event of a stream; `undefined` when it can't be read. */
export function readEvent(
  event: string,
  data: string,
  topic: StreamTopic,
  reading: InteractionReading,
): Told | undefined {
  // Of a deletion the id is told, not JSON.
  if (event === 'delete') {
    return /^[\w-]{1,64}$/.test(data) ? { item: { kind: 'post-deleted', post: postRef(data) } } : undefined
  }
  const value = parseJson(data)
  if (event !== 'status.update') return readListed(topic, value, reading)
  const post = readStatus(value, reading)
  return post && { item: { kind: 'post-edited', post } }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
