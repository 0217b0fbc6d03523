import type { CallOptions, SubscribeInput, SubscribingChannel } from '@tutti/model'
import { checkCallOptions } from '../../delivery/input/check-call-options.ts'
import { closedError, unsupportedError } from '../../errors/call-errors.ts'
import { inputCheck } from '../check-input.ts'
import type { OpenChannel } from '../open-channel.ts'
import { Subscription } from './subscription.ts'

/**
 * A channel's `subscribe`. What is wrong with the call is thrown by the call; the connection is opened
 * when the first item is asked for. Each loop over the result listens anew, from the same start.
 */
export function createSubscribe(channel: OpenChannel): SubscribingChannel['subscribe'] {
  let checkInput: ((input: unknown) => void) | undefined
  return (input: SubscribeInput, options: CallOptions = {}) => {
    const { adapter, surroundings } = channel
    if (adapter.operations.subscribe === undefined) throw unsupportedError(adapter, 'subscribe')
    if (surroundings.closing.aborted) throw closedError('not-sent')
    checkInput ??= inputCheck('subscribe', adapter.id)
    checkInput(input)
    checkCallOptions(options)
    return { [Symbol.asyncIterator]: () => new Subscription(channel, input, options) }
  }
}
