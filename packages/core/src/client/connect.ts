import type { Adapter, ChannelDefinition } from '@tutti/model'
import { createChannelObject } from '../channels/channel-object.ts'
import { OpenChannel } from '../channels/open-channel.ts'
import { checkChannelDefinition, checkMembers, withMethods } from './check-options.ts'
import { closeParts } from './close-parts.ts'
import { createParts } from './core-parts.ts'
import { retain } from './shared-resources.ts'
import type { Channel, Channels, TuttiOptions } from './types.ts'

/** Options of `connect`. */
export type ConnectOptions = Pick<TuttiOptions<Channels, readonly []>, 'clock' | 'log' | 'rateLimiter'>

/** One channel that stands alone. */
export type Connection<A extends Adapter> = Channel<A> &
  AsyncDisposable & {
    /** Waits for what is under way and releases the limiter. Idempotent. */
    close(): Promise<void>
  }

/**
 * One limited channel for a script, without store, plugins and publishing:
 * `const fedi = connect(mastodon({ server }).channel({ accessToken }))`. Its id is the platform's.
 * @throws InvalidInputError `invalid-options`
 */
export function connect<A extends Adapter>(
  definition: ChannelDefinition<A>,
  options: ConnectOptions = {},
): Connection<A> {
  checkChannelDefinition(definition, 'channel')
  checkMembers(options, 'options', {
    clock: withMethods('a clock', 'now', 'setTimer', 'sleep'),
    log: withMethods('a logger', 'debug', 'info', 'warn'),
    rateLimiter: withMethods('a rate limiter', 'acquire', 'forecast'),
  })
  const parts = createParts(options)
  retain(parts.store)
  retain(parts.engine)
  const channel = createChannelObject(new OpenChannel(definition.adapter.id, definition, parts.surroundings))
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= closeParts({ parts, drain: async () => {} })
    return closing
  }
  Object.defineProperty(channel, 'close', { value: close, enumerable: true })
  Object.defineProperty(channel, Symbol.asyncDispose, { value: close })
  // The object has exactly the operations that its adapter declares; its builder does not know the adapter's type.
  return channel as unknown as Connection<A>
}
