import { coreEvents, coreHooks, type Plugin, PluginError } from '@tutti/model'

/**
 * Checks a list of plugins before anything is set up.
 * @throws PluginError `plugin-name-reserved`, `plugin-name-taken`, `hook-name-taken`, `plugin-missing`
 */
export function checkPlugins(plugins: readonly Plugin[], isReserved: (name: string) => boolean): void {
  checkNames(plugins, isReserved)
  checkTokens(plugins)
  checkDependencies(plugins)
}

function checkNames(plugins: readonly Plugin[], isReserved: (name: string) => boolean): void {
  const taken = new Set<string>()
  for (const [index, { ref }] of plugins.entries()) {
    const path = `plugins[${index}]`
    if (ref.name === '' || isReserved(ref.name)) {
      const message = `${path}: the plugin name "${ref.name}" is reserved`
      throw new PluginError({ code: 'plugin-name-reserved', message, path })
    }
    if (taken.has(ref.name)) {
      throw new PluginError({
        code: 'plugin-name-taken',
        message: `${path}: two plugins are named "${ref.name}"`,
        path,
      })
    }
    taken.add(ref.name)
  }
}

function checkTokens(plugins: readonly Plugin[]): void {
  const hooks = new Map<string, string>(coreHooks.map(({ name }) => [name, 'core']))
  const events = new Map<string, string>(coreEvents.map(({ name }) => [name, 'core']))
  for (const { ref, declares, events: declared } of plugins) {
    claim(hooks, 'hook', declares, ref.name)
    claim(events, 'event', declared, ref.name)
  }
}

function claim(taken: Map<string, string>, kind: string, tokens: readonly { name: string }[], plugin: string): void {
  for (const { name } of tokens) {
    const owner = taken.get(name)
    if (owner !== undefined) {
      const message = `plugin "${plugin}" declares the ${kind} ${name}, which ${owner} declares too`
      throw new PluginError({ code: 'hook-name-taken', message })
    }
    taken.set(name, plugin)
  }
}

function checkDependencies(plugins: readonly Plugin[]): void {
  const names = new Set(plugins.map(({ ref }) => ref.name))
  for (const { ref, dependsOn, enabled } of plugins) {
    const missing = enabled ? dependsOn.find(({ name }) => !names.has(name)) : undefined
    if (missing === undefined) continue
    const message = `plugin "${ref.name}" needs the plugin "${missing.name}"`
    throw new PluginError({ code: 'plugin-missing', message })
  }
}
