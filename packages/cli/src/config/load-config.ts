import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Channels, TuttiOptions } from '@tutti/core'
import { InvalidInputError, type Plugin, TuttiError } from '@tutti/model'
import type { Context } from '../context.ts'
import { checkNode } from '../doctor/check-node.ts'
import { openSecrets } from '../secrets/secret-file.ts'
import type { TuttiConfig } from './define-config.ts'
import { findConfig } from './find-config.ts'
import { readEnvironment } from './read-environment.ts'

/** A configuration whose types are not known when compiling. */
export type LoadedOptions = TuttiOptions<Channels, readonly Plugin[]>

/** A configuration and where it stands. */
export interface LoadedConfig {
  readonly options: LoadedOptions
  /** Absolute; absent for one that was given directly. */
  readonly path?: string | undefined
}

/**
 * Reads `.env` and the kept secrets beside the configuration, then the configuration.
 * @throws InvalidInputError `invalid-options`; AuthenticationError `unauthorized` for a secret that is not set
 */
export async function loadConfig(context: Context): Promise<LoadedConfig> {
  const { surroundings, globals, output } = context
  if (surroundings.config !== undefined) return { options: await evaluate(surroundings.config) }
  const path = findConfig(surroundings.folder, globals.config)
  readEnvironment(join(dirname(path), '.env'), surroundings.env)
  openSecrets(dirname(path), surroundings.env)
  output.redactor.addVariables(surroundings.env)
  let config: unknown
  try {
    // Node remembers a module, also one that failed for a secret that has been given since.
    config = ((await import(`${pathToFileURL(path).href}?${randomUUID()}`)) as { default?: unknown }).default
  } catch (error) {
    throw TuttiError.isInstance(error) ? error : unreadable(path, error)
  }
  if ((typeof config !== 'object' || config === null) && typeof config !== 'function') {
    throw new InvalidInputError({
      code: 'invalid-options',
      message: `${path} has no default export that is a configuration`,
      path: 'config',
      advice: 'Write `export default defineConfig({ … })`.',
    })
  }
  return { options: await evaluate(config as TuttiConfig), path }
}

async function evaluate(config: TuttiConfig): Promise<LoadedOptions> {
  return typeof config === 'function' ? config() : config
}

function unreadable(path: string, cause: unknown): InvalidInputError {
  const node = checkNode(process.version)
  if (node.state === 'error') {
    const message = `Node ${node.message}`
    return new InvalidInputError({ code: 'invalid-options', message, path: 'config', advice: node.advice, cause })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  const missing = /Cannot find package '([^']+)'/.exec(message)?.[1]
  return new InvalidInputError({
    code: 'invalid-options',
    message: `${path} can't be loaded: ${message}`,
    path: 'config',
    ...(missing !== undefined && { advice: `Install the package: npm install ${missing}` }),
    cause,
  })
}
