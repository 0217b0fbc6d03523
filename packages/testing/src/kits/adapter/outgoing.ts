import { randomUUID } from 'node:crypto'
import type { OutgoingPart, PreparedPart, PublishPostInput, StagedPost } from '@tutti/model'
import { sampleImage } from '../../context/sample-image.ts'
import type { Harness } from './harness.ts'

let postCount = 0

/** A text that no other test uses. */
export const uniqueText = (about = 'a post') => `${about} ${++postCount} ${randomUUID().slice(0, 8)}`

/** A prepared part, measured as core would. */
export function makePart(harness: Harness, text: string, more: Partial<PreparedPart> = {}): PreparedPart {
  const { adapter, description } = harness
  const lengths = description.limits.text.map((limit) => ({
    unit: limit.unit,
    actual: adapter.countText(text, { limit, contentWarning: more.contentWarning, media: more.media }),
    maximum: limit.maximum,
  }))
  return { text, lengths, media: [], platformOptions: {}, ...more }
}

/** An image that the harness can open. */
export function addImage(harness: Harness, alt: string, shade?: number) {
  const { media, source } = sampleImage(alt, shade)
  harness.media.set(media.sha256, source)
  return media
}

/** A part on its way out, under a key of its own. */
export function makeOutgoing(harness: Harness, part: PreparedPart, replyTo?: OutgoingPart['replyTo']): OutgoingPart {
  const createdAt = Date.now()
  const key = harness.adapter.createKey?.({ nowMs: createdAt }) ?? randomUUID()
  return { part, key, createdAt, replyTo }
}

/** Stages a part where the adapter stages at all. */
export async function stage(harness: Harness, outgoing: OutgoingPart): Promise<PublishPostInput> {
  const staged: StagedPost = harness.adapter.operations.stagePost
    ? await harness.run('stagePost', outgoing)
    : { facts: {} }
  return { ...outgoing, staged }
}

/** Stages and publishes a part that must be accepted. @returns its ref */
export async function publish(harness: Harness, outgoing: OutgoingPart) {
  const output = await harness.run('publishPost', await stage(harness, outgoing))
  if (output.state !== 'published') throw new Error('the kit has no way yet to wait for a post in processing')
  return output.ref
}
