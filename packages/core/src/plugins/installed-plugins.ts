import { type Plugin, PluginError } from '@tutti/model'
import { CleanUps } from './clean-ups.ts'
import { disabledApi } from './disabled-api.ts'
import { orderPlugins } from './order-plugins.ts'
import { createPluginHost, type PluginSurroundings, undoOnClose } from './plugin-host.ts'

/** The plugins of a client after their setup. */
export interface InstalledPlugins {
  /** Their public methods by plugin name. */
  readonly apis: ReadonlyMap<string, object>
  /** Undoes everything in reverse order, each step isolated. */
  tearDown(): Promise<void>
}

/**
 * Sets plugins up one after another, those they depend on first. When one fails, those already set
 * up are torn down.
 * @throws PluginError `plugin-cycle`, `plugin-setup-failed`, `hook-name-taken`
 */
export async function installPlugins(
  plugins: readonly Plugin[],
  surroundings: PluginSurroundings,
  cleanUpTimeoutMs: number,
): Promise<InstalledPlugins> {
  const apis = new Map<string, object>()
  const installed: CleanUps[] = []
  const tearDown = async (): Promise<void> => {
    const options = { clock: surroundings.clock, timeoutMs: cleanUpTimeoutMs, report: surroundings.events.report }
    for (const cleanUps of installed.reverse()) await cleanUps.run(options)
    installed.length = 0
  }
  // Those switched off first: nothing waits for them, and others may ask for them.
  for (const { ref, enabled } of plugins) if (!enabled) apis.set(ref.name, disabledApi(ref.name))
  for (const plugin of orderPlugins(plugins.filter(({ enabled }) => enabled))) {
    const cleanUps = new CleanUps(plugin.ref.name)
    installed.push(cleanUps)
    try {
      apis.set(plugin.ref.name, await setUp(plugin, surroundings, cleanUps, apis))
    } catch (error) {
      await tearDown()
      throw error
    }
  }
  return { apis, tearDown }
}

async function setUp(
  plugin: Plugin,
  surroundings: PluginSurroundings,
  cleanUps: CleanUps,
  apis: ReadonlyMap<string, object>,
): Promise<object> {
  const { name } = plugin.ref
  let api: unknown
  try {
    api = await plugin.setup(createPluginHost(plugin, surroundings, cleanUps, apis))
  } catch (cause) {
    throw new PluginError({ code: 'plugin-setup-failed', message: `the setup of plugin "${name}" threw`, cause })
  }
  if (typeof api !== 'object' || api === null) {
    const message = `the setup of plugin "${name}" returned no object of methods`
    throw new PluginError({ code: 'plugin-setup-failed', message, advice: 'Return {} when it has no methods.' })
  }
  for (const hookUse of plugin.hooks) undoOnClose(cleanUps, surroundings.hooks.use(name, hookUse))
  return api
}
