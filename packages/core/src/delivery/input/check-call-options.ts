import { priorities } from '@tutti/model'
import { type Check, fail, object, oneOf, optional } from './checks.ts'

/** Milliseconds, none or more. */
export const duration: Check = (value, path) => {
  if (typeof value !== 'number' || !(value >= 0)) fail(path, 'must be a number of milliseconds, 0 or more')
}

/** What a caller can stop something with. */
export const abortSignal: Check = (value, path) => {
  if (!(value instanceof AbortSignal)) fail(path, 'must be an AbortSignal')
}

/** What every call may say about itself. */
export const callMembers = {
  signal: optional(abortSignal),
  maxWaitMs: optional(duration),
  priority: optional(oneOf(priorities)),
}

/** Checks the options of one call. @throws InvalidInputError `invalid-input` with the path */
export function checkCallOptions(options: unknown): void {
  if (options !== undefined) checkCall(options, 'options')
}

/** Checks the options of `publish`, `recover` and `decide`. @throws InvalidInputError `invalid-input` with the path */
export function checkPublishOptions(options: unknown): void {
  if (options !== undefined) checkPublish(options, 'options')
}

const checkCall = object(callMembers)
const checkPublish = object({
  ...callMembers,
  reconcileWithinMs: optional(duration),
  onAbsent: optional(oneOf(['ask', 'resend'])),
})
