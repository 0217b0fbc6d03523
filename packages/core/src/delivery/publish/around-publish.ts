import { aroundPublish, PluginError, type Preview, type PublishResult, pluginError, TuttiError } from '@tutti/model'
import { deepFreeze } from '../../deep-freeze.ts'
import type { CoreRuntime } from '../../runtime.ts'
import { toErrorRecord } from './read-failure.ts'

/**
 * Runs `perform` within `aroundPublish`. Hooks may watch, delay and prevent it; once it has begun, its own
 * result counts, whatever they make of it.
 * @throws PluginError `hook-failed` when a hook has kept it from beginning; nothing was sent
 */
export async function runAroundPublish(
  { hooks, events }: CoreRuntime,
  { postId, channels }: Preview,
  perform: () => Promise<PublishResult>,
): Promise<PublishResult> {
  if (!hooks.has(aroundPublish)) return perform()
  let performed: Promise<PublishResult> | undefined
  const inner = (): Promise<PublishResult> => {
    performed ??= perform()
    return performed
  }
  try {
    await hooks.runAround(aroundPublish, deepFreeze({ postId, channels: Object.keys(channels) }), inner)
  } catch (error) {
    if (performed === undefined) throw prevented(error)
    const result = await performed
    events.emit(pluginError, { plugin: 'a hook', where: aroundPublish.name, error: toErrorRecord(error, 'not-sent') })
    return result
  }
  if (performed === undefined) throw prevented(undefined)
  return performed
}

function prevented(cause: unknown): TuttiError {
  if (TuttiError.isInstance(cause)) return cause
  const message = `a hook around publish ${cause === undefined ? 'did not call next' : 'threw: see the cause'}`
  return new PluginError({ code: 'hook-failed', message, cause })
}
