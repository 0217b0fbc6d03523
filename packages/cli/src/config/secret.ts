import { AuthenticationError } from '@tutti/model'

/**
 * A secret from the environment or from the `.env` file beside `tutti.config.ts`: `secret('MASTODON_TOKEN')`.
 * @throws AuthenticationError `unauthorized` when it is not set
 */
export function secret(variable: string): string {
  const value = process.env[variable]
  if (value) return value
  throw new AuthenticationError({
    code: 'unauthorized',
    message: `tutti.config.ts needs the secret ${variable}, which is not set`,
    path: variable,
    advice: `Put a line ${variable}=… into the file .env beside tutti.config.ts, or set it in the environment.`,
  })
}
