import { type Plugin, warningRaised } from '@tutti/model'
import { createDelivery } from '../delivery/index.ts'
import { checkPlugins } from '../plugins/check-plugins.ts'
import { installPlugins } from '../plugins/installed-plugins.ts'
import { createCoreClient } from './core-client.ts'
import { createParts } from './core-parts.ts'
import { retain } from './shared-resources.ts'
import type { Channels, Tutti, TuttiOptions } from './types.ts'

/** Beside the client's own members: what makes a value a promise or JSON, and core's own part of the store. */
const reservedNames = ['then', 'catch', 'finally', 'toJSON', 'core']

/**
 * Makes a client of checked options. All that a client runs on is imported here, and this file only when one is made.
 * @throws PluginError see `createTutti`
 */
export async function startClient<const C extends Channels, const P extends readonly Plugin[]>(
  options: TuttiOptions<C, P>,
): Promise<Tutti<C, P>> {
  const plugins: readonly Plugin[] = options.plugins ?? []
  const parts = createParts(options)
  await parts.surroundings.limits.load()
  const { store, engine, clock, events, log, hookTimeoutMs, surroundings } = parts
  const { backgroundWork = true } = options
  retain(store)
  retain(engine)
  const { core, host, setPlugins, recover } = createCoreClient(options, parts, plugins, createDelivery)
  try {
    checkPlugins(plugins, (name) => name in core || reservedNames.includes(name))
    const installed = await installPlugins(
      plugins,
      { ...parts, media: surroundings.mediaAccess, client: host, backgroundWork },
      hookTimeoutMs,
    )
    setPlugins(installed)
    for (const [name, api] of installed.apis) Object.defineProperty(core, name, { value: api, enumerable: true })
  } catch (error) {
    await core.close()
    throw error
  }
  if (options.store === undefined) {
    const message = 'no store is given: deliveries and credentials are forgotten when the process ends'
    log.warn(message)
    // Not before the caller has had a chance to listen.
    const cancel = clock.setTimer(0, () => events.emit(warningRaised, { code: 'no-store', message }))
    surroundings.closing.addEventListener('abort', cancel, { once: true })
  }
  if (options.recoverOnStart ?? (store.durable && backgroundWork)) recover()
  // The members of the plugins were added above; the generic types can't follow that.
  return core as unknown as Tutti<C, P>
}
