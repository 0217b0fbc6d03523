import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { hasKeptSecret, secretFileName } from './secret-file.ts'

/** Where the value of a variable comes from. The first one that has it counts. */
export type SecretOrigin = 'the environment' | '.env' | typeof secretFileName

/**
 * Where the value that a variable has now comes from, after the files beside a configuration were read.
 * @param folder that of the configuration; absent for one that was given directly
 */
export function originOf(
  variable: string,
  folder: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): SecretOrigin {
  if (folder === undefined) return 'the environment'
  const file = join(folder, '.env')
  if (existsSync(file) && parseEnv(readFileSync(file, 'utf8'))[variable] === env[variable]) return '.env'
  return hasKeptSecret(folder, env, variable) ? secretFileName : 'the environment'
}
