import { type Clock, type MaybePromise, PluginError, type Undo } from '@tutti/model'
import { isPromise, type ReportPluginError } from '../hooks/registered-handler.ts'

/** What one plugin wants done when the client closes. */
export class CleanUps {
  readonly #plugin: string
  readonly #steps = new Set<() => MaybePromise<void>>()

  constructor(plugin: string) {
    this.#plugin = plugin
  }

  add(cleanUp: () => MaybePromise<void>): Undo {
    // A function of its own, so that the same one may be added twice.
    const step = (): MaybePromise<void> => cleanUp()
    this.#steps.add(step)
    return () => this.#steps.delete(step)
  }

  /** Runs the steps in reverse. One that throws or hangs is reported, and the next one runs. */
  async run(options: { clock: Clock; timeoutMs: number; report: ReportPluginError }): Promise<void> {
    const steps = [...this.#steps].reverse()
    this.#steps.clear()
    for (const step of steps) {
      try {
        const running = step()
        if (isPromise(running)) await inTime(running, this.#plugin, options)
      } catch (error) {
        options.report(this.#plugin, 'close', error)
      }
    }
  }
}

async function inTime(running: Promise<unknown>, plugin: string, options: { clock: Clock; timeoutMs: number }) {
  const { clock, timeoutMs } = options
  let cancel = (): void => {}
  const late = new Promise<never>((_, reject) => {
    cancel = clock.setTimer(timeoutMs, () => {
      const message = `the clean-up of plugin "${plugin}" did not finish within ${timeoutMs} ms`
      reject(new PluginError({ code: 'hook-timeout', message }))
    })
  })
  await Promise.race([running, late]).finally(cancel)
}
