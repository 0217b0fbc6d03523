import { dirname } from 'node:path'
import type { ChannelDefinition } from '@tutti/model'
import { secretFileName } from '../secrets/secret-file.ts'
import { originOf, type SecretOrigin } from '../secrets/secret-origin.ts'

type Environment = Readonly<Record<string, string | undefined>>

const whatToDo: Readonly<Record<SecretOrigin, (variable: string) => string>> = {
  'the environment': (variable) =>
    `Correct ${variable} there or unset it: it counts more than what \`tutti auth ${variable}\` keeps.`,
  '.env': (variable) =>
    `Correct the line there or remove it: it counts more than what \`tutti auth ${variable}\` keeps.`,
  [secretFileName]: (variable) => `Is the rest right? Then give another one: tutti auth ${variable}`,
}

/**
 * What a channel has tried to sign in with, and what to do when the platform refused it: the values that are no
 * secret, and of each secret the variable and where it comes from.
 */
export function adviceOnCredential(
  channel: string,
  { credential }: ChannelDefinition,
  configPath: string | undefined,
  env: Environment,
): string {
  const facts = factsOf(credential)
  const secrets = Object.values(credential.secrets)
  if (secrets.length === 0) return sentences(tried(facts), `Sign in again: tutti auth ${channel}`)
  const folder = configPath === undefined ? undefined : dirname(configPath)
  const variables = Object.keys(env).filter((name) => secrets.includes(env[name] ?? ''))
  const origins = variables.map((name) => [name, originOf(name, folder, env)] as const)
  return sentences(
    tried([...facts, ...origins.map(([name, origin]) => `${name} from ${origin}`)]),
    ...origins.map(([name, origin]) => whatToDo[origin](name)),
    ...(origins.length === 0 ? ['Correct the credential in the configuration.'] : []),
  )
}

/** What of a credential is no secret, such as `identifier shop.test`. */
export function factsOf({ facts }: ChannelDefinition['credential']): readonly string[] {
  return Object.entries(facts).flatMap(([name, value]) => (typeof value === 'string' ? [`${name} ${value}`] : []))
}

const tried = (parts: readonly string[]): string | undefined =>
  parts.length === 0 ? undefined : `Tried: ${parts.join(', ')}.`

const sentences = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' ')
