import { dirname } from 'node:path'
import { createError, TuttiError } from '@tutti/model'
import type { Session } from '../client/open-session.ts'
import { openUnlessSecretMissing } from '../client/open-unless-secret-missing.ts'
import { findConfig } from '../config/find-config.ts'
import type { Context } from '../context.ts'
import { factsOf } from '../doctor/what-was-tried.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { inertLine } from '../output/inert.ts'
import { keepSecrets, secretFileName } from '../secrets/secret-file.ts'
import { originOf } from '../secrets/secret-origin.ts'
import { askSecrets } from './ask-secrets.ts'

/**
 * Asks for the secrets of a platform, tries them and keeps them.
 * @throws TuttiError what the platform says to those that it refuses; then nothing is kept
 */
export async function authBySecret(context: Context, name: string): Promise<ExitCode> {
  const { output, surroundings, globals } = context
  const { env } = surroundings
  const folder = dirname(findConfig(surroundings.folder, globals.config))
  const before = { ...env }
  const { secrets, tried } = await askUntilAccepted(context, name)
  keepSecrets(folder, env, secrets)
  output.json({ kept: Object.keys(secrets), channels: tried.map(({ id, handle, error }) => ({ id, handle, error })) })
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
