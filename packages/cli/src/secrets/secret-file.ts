import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { asObject, asString } from '@tutti/adapter-kit'
import { InvalidInputError } from '@tutti/model'
import { addLines, sameLine } from '../setup/add-lines.ts'
import { createKey, seal, unseal } from './seal.ts'

/** The variable of the key under which secrets are kept: 32 bytes in base64. */
export const keyVariable = 'TUTTI_CREDENTIAL_KEY'

/** The file beside the configuration in which they are kept. */
export const secretFileName = 'tutti.secrets.json'
const keyLength = 32

type Environment = Record<string, string | undefined>

/**
 * Adds the secrets that `tutti auth` has kept beside a configuration to the variables. What the environment
 * says itself counts more.
 * @throws InvalidInputError `invalid-options` when they can't be opened with the key
 */
export function openSecrets(folder: string, env: Environment): void {
  const sealed = readSealed(join(folder, secretFileName))
  if (Object.keys(sealed).length === 0) return
  const key = readKey(env)
  for (const [name, text] of Object.entries(sealed)) {
    if (env[name] !== undefined) continue
    const secret = key === undefined ? undefined : unseal(text, name, key)
    if (secret === undefined) throw closed(join(folder, secretFileName), name)
    env[name] = secret
  }
}

/** Whether the value that a variable has is the one that is kept beside a configuration. */
export function hasKeptSecret(folder: string, env: Environment, variable: string): boolean {
  const text = readSealed(join(folder, secretFileName))[variable]
  const key = text === undefined ? undefined : readKey(env)
  return text !== undefined && key !== undefined && unseal(text, variable, key) === env[variable]
}

/** The key of the environment, or a new one, which is put into `.env` beside a configuration. */
export function ensureKey(folder: string, env: Environment): Buffer {
  const present = readKey(env)
  if (present !== undefined) return present
  const text = createKey()
  env[keyVariable] = text
  const path = join(folder, '.env')
  // Nobody but the owner reads it, from its first byte on.
  if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600 })
  addLines(path, [`${keyVariable}=${text}`], sameLine)
  addLines(join(folder, '.gitignore'), ['.env', secretFileName], sameLine)
  return Buffer.from(text, 'base64')
}

/** Keeps secrets beside a configuration, encrypted. */
export function keepSecrets(folder: string, env: Environment, secrets: Readonly<Record<string, string>>): void {
  const key = ensureKey(folder, env)
  const path = join(folder, secretFileName)
  const sealed = readSealed(path)
  for (const [name, secret] of Object.entries(secrets)) sealed[name] = seal(secret, name, key)
  // Whole or not at all: a crash must not take the other secrets along.
  const beside = join(dirname(path), `${secretFileName}.${process.pid}`)
  writeFileSync(beside, `${JSON.stringify({ v: 1, sealed }, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(beside, path)
}

function readSealed(path: string): Record<string, string> {
  if (!existsSync(path)) return {}
  const { sealed } = asObject(JSON.parse(readFileSync(path, 'utf8'))) ?? {}
  return Object.fromEntries(
    Object.entries(asObject(sealed) ?? {}).flatMap(([name, value]) => {
      const text = asString(value)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

function readKey(env: Environment): Buffer | undefined {
  const text = env[keyVariable]
  if (!text) return undefined
  const key = Buffer.from(text, 'base64')
  if (key.length === keyLength) return key
  throw new InvalidInputError({
    code: 'invalid-options',
    message: `${keyVariable} is no key`,
    path: keyVariable,
    advice: 'It is 32 bytes in base64: openssl rand -base64 32',
  })
}

function closed(path: string, name: string): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message: `${name} in ${path} does not open with the key ${keyVariable}`,
    path: keyVariable,
    advice: 'Set the key with which it was kept, or remove the file and run `tutti auth` again.',
  })
}
