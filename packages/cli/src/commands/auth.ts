import { dirname } from 'node:path'
import { createError, TuttiError } from '@tutti/model'
import type { Command } from 'commander'
import { openSession, type Session } from '../client/open-session.ts'
import { findConfig } from '../config/find-config.ts'
import type { Context } from '../context.ts'
import { factsOf } from '../doctor/what-was-tried.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import type { Run } from '../program.ts'
import { keepSecrets, secretFileName } from '../secrets/secret-file.ts'
import { originOf } from '../secrets/secret-origin.ts'
import { askSecrets } from '../sign-in/ask-secrets.ts'
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

/** A secret that is not set yet is what the command is for. */
async function openUnlessSecretMissing(context: Context): Promise<Session | undefined> {
  try {
    return await openSession(context)
  } catch (error) {
    if (exitCodeOf(error) === exitCodes.authentication) return undefined
    throw error
  }
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

async function authBySecret(context: Context, name: string): Promise<ExitCode> {
  const { output, surroundings, globals } = context
  const { env } = surroundings
  const folder = dirname(findConfig(surroundings.folder, globals.config))
  const before = { ...env }
  const { secrets, tried } = await askUntilAccepted(context, name)
  keepSecrets(folder, env, secrets)
  output.json({ kept: Object.keys(secrets), channels: tried.map(({ id, handle }) => ({ id, handle })) })
  for (const { id, handle, error } of tried) {
    const mark = error === undefined ? output.style.green('✓') : output.style.yellow('!')
    output.say(`${mark} ${inertLine(id)} ${inertLine(handle ?? `could not be tried: ${error?.message}`)}`)
  }
  output.say(`Kept encrypted: ${Object.keys(secrets).join(', ')}`)
  for (const variable of Object.keys(secrets)) {
    if (before[variable] === undefined || before[variable] === secrets[variable]) continue
    const origin = originOf(variable, folder, before)
    if (origin !== secretFileName) output.note(`${variable} of ${origin} counts more: correct or remove it there.`)
  }
  return tried.reduce<ExitCode>((exitCode, { error }) => exitCode || (error ? exitCodeOf(error) : 0), exitCodes.ok)
}

/**
 * Asks for the secrets and tries them. A person at a terminal may try again, as everybody mistypes.
 * @throws TuttiError what the platform says to the last ones that it refuses
 */
async function askUntilAccepted(context: Context, name: string) {
  const { output, surroundings } = context
  for (let left = surroundings.prompts === undefined ? 1 : 3; ; left -= 1) {
    const secrets = await askSecrets(context, name)
    for (const secret of Object.values(secrets)) output.redactor.add(secret)
    Object.assign(surroundings.env, secrets)
    const tried = await tryChannels(context, Object.values(secrets))
    const refused = tried.find(({ error }) => error && exitCodeOf(error) === exitCodes.authentication)
    if (refused?.error === undefined) return { secrets, tried }
    const { error, facts } = refused
    const advice = `Nothing was kept. Check the secret, and the rest of what was tried: ${facts.join(', ')}.`
    if (left === 1) throw createError({ ...error.toJSON(), advice, cause: error })
    output.note(`${error.message}\nTried: ${facts.join(', ')}. Once more, or end with Ctrl-C.`)
  }
}

/** One channel that uses a new secret: whose account it is, or why nobody knows. */
interface Tried {
  readonly id: string
  readonly handle?: string | undefined
  readonly error?: TuttiError | undefined
  /** What of its credential is no secret. */
  readonly facts: readonly string[]
}

/** Asks the platforms whose accounts the channels with these secrets are. */
async function tryChannels(context: Context, secrets: readonly string[]): Promise<readonly Tried[]> {
  const session = await openUnlessSecretMissing(context)
  if (session === undefined) {
    context.output.note('It is kept untried: the configuration needs another secret first.')
    return []
  }
  try {
    const tried: Tried[] = []
    for (const id of await session.listChannels()) {
      const definition = await session.definitionOf(id)
      const isUsed = Object.values(definition?.credential.secrets ?? {}).some((secret) => secrets.includes(secret))
      if (definition === undefined || !isUsed) continue
      const facts = factsOf(definition.credential)
      tried.push({ facts, ...(await tryChannel(session, id, context.surroundings.signal)) })
    }
    return tried
  } finally {
    await session.close()
  }
}

async function tryChannel(session: Session, id: string, signal: AbortSignal): Promise<Omit<Tried, 'facts'>> {
  try {
    const { profile } = await (await session.openChannel(id)).describe({ signal })
    return { id, handle: profile.handle }
  } catch (error) {
    if (!TuttiError.isInstance(error)) throw error
    return { id, error }
  }
}
