import type { Command } from 'commander'
import type { Session } from '../client/open-session.ts'
import { openUnlessSecretMissing } from '../client/open-unless-secret-missing.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { authBySecret } from '../sign-in/auth-by-secret.ts'
import { signIn } from '../sign-in/sign-in.ts'

interface AuthOptions {
  readonly account?: string | undefined
  readonly browser: boolean
}

const more = `
A channel without a credential signs in with the browser. Otherwise the secrets that the adapter needs are asked for,
unseen, tried, and kept encrypted in tutti.secrets.json. The key to it is TUTTI_CREDENTIAL_KEY, made in .env.

Examples:
  tutti auth fedi                      the channel fedi, with the browser
  tutti auth @tutti/bluesky            the app password that the adapter needs
  tutti auth SHOP_APP_PASSWORD         one secret by the name of its variable
  keeper read app-password | tutti auth bluesky`

/** `tutti auth`: connects an account. Secrets are never taken from the command line. */
export function addAuth(program: Command, run: Run): void {
  program
    .command('auth')
    .description('connect an account: with the browser, or with a secret that is asked for')
    .argument('<platform>', 'a channel, an adapter’s package, or the variable of one secret')
    .option('--account <name>', 'whose account, where the platform wants to know before')
    .option('--no-browser', 'only print the address')
    .addHelpText('after', more)
    .action((name: string, options: AuthOptions, command: Command) =>
      run(command, (context) => auth(context, name, options)),
    )
}

async function auth(context: Context, name: string, options: AuthOptions): Promise<ExitCode> {
  const session = await openUnlessSecretMissing(context)
  if (session !== undefined) {
    try {
      if (await signsIn(session, name)) return await authByBrowser(context, session, name, options)
    } finally {
      await session.close()
    }
  }
  return authBySecret(context, name)
}

/** Whether a name is that of a channel without a credential of its own, and its adapter can sign in. */
async function signsIn(session: Session, name: string): Promise<boolean> {
  const definition = await session.definitionOf(name)
  const isGiven = Object.keys(definition?.credential.secrets ?? {}).length > 0
  return definition?.adapter.operations.authorizeUrl !== undefined && !isGiven
}

async function authByBrowser(
  context: Context,
  { tutti }: Session,
  channel: string,
  options: AuthOptions,
): Promise<ExitCode> {
  const { output } = context
  const { scopes, facts } = await signIn(context, tutti.accounts, { channel, ...options })
  output.json({ channel, connected: true, scopes, facts })
  output.say(`${output.style.green('connected')} ${inertLine(channel)}`)
  if (scopes !== undefined) output.say(`  ${inertLine(scopes.join(' '))}`)
  return exitCodes.ok
}
