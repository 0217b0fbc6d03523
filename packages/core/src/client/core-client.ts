import { coreEvents, InvalidInputError, type Plugin, type TuttiClient, type UnknownChannel } from '@tutti/model'
import { lazyAccounts } from '../accounts/lazy-accounts.ts'
import { createChannelObject } from '../channels/channel-object.ts'
import { isResolver, MapSource, ResolverSource } from '../channels/channel-source.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { createDelivery as CreateDelivery } from '../delivery/index.ts'
import { closedError } from '../errors/call-errors.ts'
import type { InstalledPlugins } from '../plugins/installed-plugins.ts'
import type { CoreRuntime } from '../runtime.ts'
import { createClientLimits } from './client-limits.ts'
import { closeParts } from './close-parts.ts'
import type { CoreParts } from './core-parts.ts'
import { didYouMean } from './did-you-mean.ts'
import { type InteractionsOptions, readInteractions } from './interactions.ts'
import type { Channels, TuttiCore, TuttiOptions } from './types.ts'

const defaultMaxOpenChannels = 500

/** The client without its plugins, and what only `createTutti` may do with it. */
export interface CoreClient {
  readonly core: TuttiCore<Channels, readonly Plugin[]>
  /** The same client as plugins see it. */
  readonly host: TuttiClient
  /** Hands over what is to be torn down. */
  setPlugins(plugins: InstalledPlugins): void
  /** Takes up unfinished deliveries in the background. */
  recover(): void
}

/** Joins the parts to a client. No I/O. */
export function createCoreClient(
  options: TuttiOptions<Channels, readonly Plugin[]>,
  parts: CoreParts,
  plugins: readonly Plugin[],
  createDelivery: typeof CreateDelivery,
): CoreClient {
  const { channels, reconciliation, missingAlt = 'warning', maxOpenChannels = defaultMaxOpenChannels } = options
  const { surroundings, events, tenant, store } = parts
  const source = isResolver(channels)
    ? new ResolverSource(channels, maxOpenChannels, surroundings)
    : new MapSource(channels, surroundings)
  const assertOpen = (): void => {
    if (surroundings.closing.aborted) throw closedError('not-sent')
  }
  const runtime: CoreRuntime = {
    ...surroundings,
    tenant,
    storeIsDurable: store.durable,
    missingAlt,
    openChannel: (id) => source.open(id),
    listChannels: () => source.list(),
  }
  const delivery = createDelivery(runtime, { reconciliation })
  const objects = new WeakMap<OpenChannel, UnknownChannel>()
  const toObject = (channel: OpenChannel): UnknownChannel => {
    let object = objects.get(channel)
    if (object === undefined) {
      object = createChannelObject(channel)
      objects.set(channel, object)
    }
    return object
  }
  const checkListener = createListenerCheck(plugins)
  let installed: InstalledPlugins | undefined
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= closeParts({ parts, drain: delivery.drain, plugins: installed })
    return closing
  }
  const host: TuttiClient = {
    tenant,
    listChannels: () => source.list(),
    openChannel: async (id) => {
      assertOpen()
      return toObject(await source.open(id))
    },
    prepare: async (post, call) => {
      assertOpen()
      return delivery.prepare(post, call)
    },
    publish: async (post, call) => {
      assertOpen()
      return delivery.publish(post, call)
    },
    edit: async (request, call) => {
      assertOpen()
      return delivery.edit(request, call)
    },
    deletePost: async (postId, call) => {
      assertOpen()
      return delivery.deletePost(postId, call)
    },
    deliveries: delivery.deliveries,
    limits: createClientLimits(source, surroundings),
    interactions: (call?: InteractionsOptions) => {
      assertOpen()
      return readInteractions(source, call)
    },
  }
  const core: TuttiCore<Channels, readonly Plugin[]> = {
    post: (post) => post,
    prepare: host.prepare,
    publish: host.publish,
    edit: host.edit,
    deletePost: host.deletePost,
    // A map's channels are there at once; a resolver's when it has answered. The types say which.
    channel: (id) => (source instanceof MapSource ? toObject(source.openNow(id)) : host.openChannel(id)) as never,
    interactions: host.interactions,
    deliveries: delivery.deliveries,
    accounts: lazyAccounts(source, surroundings, assertOpen),
    limits: host.limits,
    sweepMedia: async (sweepOptions) => {
      assertOpen()
      const { sweepMedia } = await import('../media/sweep-media.ts')
      return sweepMedia(runtime, sweepOptions)
    },
    on: (event, listener) => events.on(checkListener(event, listener), listener),
    once: (event, listener) => events.once(checkListener(event, listener), listener),
    off: (event, listener) => events.off(event, listener),
    close,
    [Symbol.asyncDispose]: close,
  }
  return {
    core,
    host,
    setPlugins: (plugins) => {
      installed = plugins
    },
    recover: delivery.recoverOnStart,
  }
}

/** Finds misspelt events, which would never be heard. */
function createListenerCheck(plugins: readonly Plugin[]) {
  const known = [...coreEvents, ...plugins.flatMap(({ events }) => events)].map(({ name }) => name)
  return (event: string, listener: unknown): string => {
    if (!known.includes(event)) {
      const meant = typeof event === 'string' ? didYouMean(event, known) : undefined
      const message = `there is no event ${String(event)}${meant === undefined ? '' : `: did you mean ${meant}?`}`
      throw new InvalidInputError({ code: 'invalid-input', message, path: 'event' })
    }
    if (typeof listener !== 'function') {
      throw new InvalidInputError({ code: 'invalid-input', message: 'a listener must be a function', path: 'listener' })
    }
    return event
  }
}
