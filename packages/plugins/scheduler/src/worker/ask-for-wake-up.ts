import { EngineError, type PluginHost, pluginError } from '@tutti/model'

/**
 * Asks the engine for a wake-up. A queue that is away is told as `plugin.error` and stops nobody: the post is in the
 * store by then, and the sweep finds what is due.
 */
export async function askForWakeUp(host: PluginHost, at: number, name: string): Promise<void> {
  try {
    await host.engine.wake(at, `${host.name}:${name}`)
  } catch (error) {
    if (!EngineError.isInstance(error)) throw error
    host.emit(pluginError, { plugin: host.name, where: 'wake-up', error: error.toJSON() })
  }
}
