import type { OutgoingPart, PreparedPart, ReplyTarget } from '@tutti/model'
import { createTid } from '../../src/protocol/tid.ts'

/** A prepared part with nothing but what is given. */
export function partOf(text: string, more: Partial<PreparedPart> = {}): PreparedPart {
  return { text, lengths: [], media: [], platformOptions: {}, ...more }
}

/** A part on its way out, under a key of its own. */
export function outgoingOf(part: PreparedPart, replyTo?: ReplyTarget): OutgoingPart {
  const createdAt = Date.now()
  return { part, key: createTid(createdAt), createdAt, replyTo }
}
