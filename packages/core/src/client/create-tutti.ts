import type { Plugin } from '@tutti/model'
import { checkTuttiOptions } from './check-options.ts'
import type { Channels, Tutti, TuttiOptions } from './types.ts'

/**
 * Makes a client: checks the options, sets the plugins up, and starts. Channels open when they are
 * first used. Close it when you are done: `await tutti.close()`.
 * @throws InvalidInputError `invalid-options`
 * @throws PluginError `plugin-name-reserved`, `plugin-name-taken`, `hook-name-taken`,
 * `plugin-missing`, `plugin-cycle`, `plugin-setup-failed`
 */
export async function createTutti<const C extends Channels, const P extends readonly Plugin[] = readonly []>(
  options: TuttiOptions<C, P>,
): Promise<Tutti<C, P>> {
  checkTuttiOptions(options)
  // Not before a client is made: importing the package stays cheap.
  const { startClient } = await import('./start-client.ts')
  return startClient(options)
}
