import { dirname, join } from 'node:path'
import { AuthenticationError } from '@tutti/model'
import { keyVariable, openSecrets } from '../secrets/secret-file.ts'
import { callerFolder } from './caller-folder.ts'
import { nearestConfig } from './find-config.ts'
import { readEnvironment } from './read-environment.ts'

/**
 * A secret by the name of its variable: `secret('MASTODON_TOKEN')`. It comes from the environment, from the `.env` file
 * beside `tutti.config.ts`, or from what `tutti auth` has kept there: the same in the command and in every app that
 * imports the configuration. The file that calls stands beside the configuration or below it. Nothing is changed in the
 * environment.
 * @throws AuthenticationError `unauthorized` when it is not set
 * @throws InvalidInputError `invalid-options` when what `tutti auth` has kept does not open
 */
export function secret(variable: string): string {
  const value = process.env[variable] || readBeside(callerFolder())[variable]
  if (value) return value
  throw new AuthenticationError({
    code: 'unauthorized',
    message: `the configuration needs the secret ${variable}, which is not set`,
    path: variable,
    advice: adviceFor(variable),
  })
}

function readBeside(folder: string): Readonly<Record<string, string | undefined>> {
  const config = nearestConfig(folder)
  const place = config === undefined ? folder : dirname(config)
  const env = { ...process.env }
  readEnvironment(join(place, '.env'), env)
  openSecrets(place, env)
  return env
}

function adviceFor(variable: string): string {
  const elsewhere = `put a line ${variable}=… into the file .env beside tutti.config.ts, or set it in the environment.`
  if (variable === keyVariable) return `\`tutti init\` makes one. Or ${elsewhere} It is 32 bytes in base64.`
  return `Run \`tutti auth ${variable}\`, ${elsewhere}`
}
