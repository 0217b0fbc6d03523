import { id } from './check-post.ts'
import { type Check, fail, input, isPlainObject, object, oneOf, optional, positiveInteger, text } from './checks.ts'

const place = { postId: id, channel: text({ maxLength: 512 }) }

const part: Check = (value, path) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) fail(path, 'must be a whole number, 0 or more')
}

const ref: Check = (value, path) => {
  if (!isPlainObject(value)) fail(path, 'must be the ref of the post that was found')
}

const listMembers = object({ after: optional(id), limit: optional(positiveInteger) })
const checkMembers = input('decide', {
  ...place,
  part,
  decision: oneOf(['published', 'resend', 'drop']),
  ref: optional(ref),
})

/** @throws InvalidInputError `invalid-input` */
export function checkDeliveryPlace(postId: unknown, channel: unknown): void {
  place.postId(postId, 'postId')
  place.channel(channel, 'channel')
}

/** @throws InvalidInputError `invalid-input` */
export function checkListOptions(options: unknown): void {
  if (options === undefined) return
  listMembers(options, 'options')
}

/** Whether the ref fits the delivery is seen when the delivery was read. @throws InvalidInputError `invalid-input` */
export function checkDecision(given: unknown): void {
  checkMembers(given)
  const { decision, ref } = given as { readonly decision: string; readonly ref?: unknown }
  if (decision === 'published' && ref === undefined) fail('ref', 'must be the ref of the post that was found')
}
