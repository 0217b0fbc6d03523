import {
  type CallOptions,
  type ChannelBase,
  type OperationName,
  operationNames,
  type UnknownChannel,
} from '@tutti/model'
import { checkCallOptions } from '../delivery/input/check-call-options.ts'
import { closedError, unsupportedError } from '../errors/call-errors.ts'
import type { OperationInput } from '../runtime.ts'
import { isDeliveryOperation } from './around-delivery.ts'
import { inputCheck, type OfferedOperation } from './check-input.ts'
import { createNativeOperations } from './native-operations.ts'
import type { OpenChannel } from './open-channel.ts'
import { createSubscribe } from './streams/create-subscribe.ts'

/** What core drives for a channel, each in its own way. */
const unofferedOperations: readonly OperationName[] = [
  'authorizeUrl',
  'exchangeCode',
  'refreshCredential',
  'revokeCredential',
  'subscribe',
]

/** The operations that a channel offers: not those that core drives through the journal and the credential store. */
const offeredOperations = operationNames.filter(
  (name): name is OfferedOperation => !unofferedOperations.includes(name) && !isDeliveryOperation(name),
)

/**
 * A channel as its users have it. Its operations may be taken off it and called alone. One that the
 * adapter lacks rejects with `unsupported-operation`, for callers without types; `supports` says so before.
 */
export function createChannelObject(channel: OpenChannel): UnknownChannel {
  const { id, adapter, surroundings } = channel
  const object: Record<string, unknown> & ChannelBase = {
    id,
    platform: adapter.id,
    limits: adapter.limits,
    native: createNativeOperations(channel),
    // A type predicate on `this` can't be written for an object literal.
    supports: ((name: OperationName) =>
      adapter.operations[name] !== undefined &&
      (name === 'subscribe' ||
        (offeredOperations as readonly OperationName[]).includes(name))) as ChannelBase['supports'],
    describe: async (options) => {
      if (surroundings.closing.aborted) throw closedError('not-sent')
      checkCallOptions(options)
      return channel.describe(options)
    },
  }
  for (const name of offeredOperations) {
    const isDeclared = adapter.operations[name] !== undefined
    let checkInput: ((input: unknown) => void) | undefined
    const operation = async (input: unknown = {}, options?: CallOptions): Promise<unknown> => {
      if (!isDeclared) throw unsupportedError(adapter, name)
      if (surroundings.closing.aborted) throw closedError('not-sent')
      checkInput ??= inputCheck(name, adapter.id)
      checkInput(input)
      checkCallOptions(options)
      return channel.call(name, input as OperationInput<typeof name>, options)
    }
    // Those that are missing stay out of sight: what is listed is what there is.
    Object.defineProperty(object, name, { value: operation, enumerable: isDeclared })
  }
  const isSubscribing = adapter.operations.subscribe !== undefined
  Object.defineProperty(object, 'subscribe', { value: createSubscribe(channel), enumerable: isSubscribing })
  return object
}
