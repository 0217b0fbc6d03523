import type { HookUse, Plugin } from '@tutti/core'

type AnyHandler = (...input: never[]) => unknown

/** The plugin with a function around the handler of each of its hooks. */
export function withHandlers<P extends Plugin>(
  plugin: P,
  change: (use: HookUse, handler: AnyHandler) => AnyHandler,
): P {
  const hooks = plugin.hooks.map((use) => ({ ...use, handler: change(use, use.handler as AnyHandler) }))
  return { ...plugin, hooks }
}
