import { AuthenticationError } from '@tutti/model'

/**
 * A secret by the name of its variable: `secret('MASTODON_TOKEN')`. It comes from the environment, from the `.env`
 * file beside `tutti.config.ts`, or from what `tutti auth` has kept there; an app of its own sets the variable.
 * @throws AuthenticationError `unauthorized` when it is not set
 */
export function secret(variable: string): string {
  const value = process.env[variable]
  if (value) return value
  throw new AuthenticationError({
    code: 'unauthorized',
    message: `the configuration needs the secret ${variable}, which is not set`,
    path: variable,
    advice: `Run \`tutti auth ${variable}\`, put a line ${variable}=… into the file .env beside tutti.config.ts, or set it in the environment.`,
  })
}
