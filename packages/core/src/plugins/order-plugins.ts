import { type Plugin, PluginError } from '@tutti/model'

/**
 * Plugins with those they depend on before them, otherwise in the order given.
 * @throws PluginError `plugin-cycle`, naming the circle
 */
export function orderPlugins(plugins: readonly Plugin[]): readonly Plugin[] {
  const byName = new Map(plugins.map((plugin) => [plugin.ref.name, plugin]))
  const ordered = new Set<Plugin>()
  const visit = (plugin: Plugin, path: readonly string[]): void => {
    if (ordered.has(plugin)) return
    const { name } = plugin.ref
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(' → ')
      throw new PluginError({ code: 'plugin-cycle', message: `plugins depend on each other: ${circle}` })
    }
    for (const { name: needed } of plugin.dependsOn) {
      const dependency = byName.get(needed)
      if (dependency) visit(dependency, [...path, name])
    }
    ordered.add(plugin)
  }
  for (const plugin of plugins) visit(plugin, [])
  return [...ordered]
}
