import { PluginError } from '@tutti/model'

/** Stands for the methods of a plugin that is switched off: every use of one says so. */
export function disabledApi(name: string): object {
  return new Proxy(
    {},
    {
      get: (_target, property) => {
        // Printing or awaiting it is no use of it.
        if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined
        throw new PluginError({
          code: 'plugin-missing',
          message: `${name}.${property}: the plugin "${name}" is switched off by enabled: false`,
          advice: 'Switch the plugin on, or do not call it.',
        })
      },
    },
  )
}
