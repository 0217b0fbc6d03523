import { type PluginHost, pluginError, TuttiError } from '@tutti/model'
import { isTakenOver } from '../calendar/records.ts'

/** Tells of trouble in work that nobody waits for. That somebody else was faster is none. */
export function createReport(host: PluginHost): (error: unknown) => void {
  return (error) => {
    if (isTakenOver(error)) return
    const known = TuttiError.isInstance(error)
      ? error
      : new TuttiError({ code: 'store-failed', message: `the scheduler's worker failed: ${error}`, cause: error })
    host.emit(pluginError, { plugin: host.name, where: 'worker', error: known.toJSON() })
  }
}
