import { type CallOptions, InvalidInputError, type UnknownChannel } from '@tutti/model'
import { checkCallOptions } from '../delivery/input/check-call-options.ts'
import { isPlainObject } from '../delivery/input/checks.ts'
import { closedError } from '../errors/call-errors.ts'
import type { OpenChannel } from './open-channel.ts'

/** What the platform can do beyond the vocabulary, as the users of a channel have it. */
export function createNativeOperations(channel: OpenChannel): UnknownChannel['native'] {
  const native: Record<string, (input: unknown, options?: CallOptions) => Promise<unknown>> = {}
  for (const [name, operation] of Object.entries(channel.adapter.native ?? {})) {
    native[name] = async (input = {}, options) => {
      if (channel.surroundings.closing.aborted) throw closedError('not-sent')
      if (!isPlainObject(input)) {
        throw new InvalidInputError({ code: 'invalid-input', message: `native.${name}: the input must be an object` })
      }
      checkCallOptions(options)
      return channel.callNative(`native.${name}`, operation, input, options)
    }
  }
  // Reached by name alone: nothing of an object's own members is mistaken for an operation.
  return Object.freeze(Object.assign(Object.create(null), native))
}
