import { InvalidInputError } from '@tutti/model'
import type { Context } from '../context.ts'
import type { SetupField, SetupPackage } from './package-manifest.ts'
import type { ChosenAdapter } from './render-config.ts'

/** What the command line says of adapters. */
export interface AdapterOptions {
  readonly platform?: readonly string[] | undefined
  readonly set?: readonly string[] | undefined
  /** Those whose accounts are to be connected with the browser. */
  readonly browser?: readonly string[] | undefined
}

/**
 * The adapters that a configuration is to have, with their values: those named, or those chosen by the person.
 * @throws InvalidInputError `invalid-options`
 */
export async function chooseAdapters(
  context: Context,
  installed: readonly SetupPackage[],
  { platform, set = [], browser = [] }: AdapterOptions,
): Promise<readonly ChosenAdapter[]> {
  const adapters = installed.filter(({ kind }) => kind === 'adapter')
  const given = readValues(set)
  const chosen = (platform ?? (await askPlatforms(context, adapters))).map((name) => findAdapter(adapters, name))
  const byBrowser = browser.map((name) => findAdapter(chosen, name))
  for (const setup of byBrowser) if (!setup.hasBrowserSignIn) throw noBrowserSignIn(setup)
  checkValues(chosen, given)
  const store = installed.find(({ kind }) => kind === 'store')
  if (byBrowser.length > 0 && store === undefined) throw noStore()
  const complete: ChosenAdapter[] = []
  for (const setup of chosen) {
    const isByBrowser =
      byBrowser.includes(setup) || (store !== undefined && (await wantsBrowser(context, setup, given)))
    // Who signs in with the browser needs none of the credential's fields.
    const needed = isByBrowser ? { ...setup, credential: [] } : setup
    complete.push({ setup: needed, values: await readFields(context, needed, given) })
  }
  return complete
}

/** An adapter by the name of its package, or of the factory that it exports. */
export function findAdapter(adapters: readonly SetupPackage[], name: string): SetupPackage {
  const found = adapters.find((adapter) => adapter.name === name || adapter.expression === name)
  if (found !== undefined) return found
  const packageName = /^[a-z][a-z0-9-]*$/.test(name) ? `@tutti/${name}` : name
  throw new InvalidInputError({
    code: 'invalid-options',
    message: `no adapter ${name} is installed that says how it is set up`,
    path: 'platform',
    advice: `npm install ${packageName}, or write the channel into tutti.config.ts by hand.`,
  })
}

async function askPlatforms({ surroundings }: Context, adapters: readonly SetupPackage[]): Promise<readonly string[]> {
  if (adapters.length === 0) {
    throw new InvalidInputError({
      code: 'invalid-options',
      message: 'no adapter is installed here',
      path: 'platform',
      advice: 'Install those of your platforms first, for example: npm install @tutti/bluesky',
    })
  }
  if (surroundings.prompts === undefined) {
    throw new InvalidInputError({
      code: 'invalid-options',
      message: 'nobody is here to choose the platforms',
      path: 'platform',
      advice: `Say --platform: ${adapters.map(({ name }) => name).join(', ')}.`,
    })
  }
  return surroundings.prompts.choose({
    message: 'Which platforms?',
    choices: adapters.map(({ name, expression }) => ({ value: name, label: expression, hint: name })),
  })
}

/** Asks, where nothing is said about the account yet: what is given for its credential is an answer. */
async function wantsBrowser(
  { surroundings }: Context,
  { expression, hasBrowserSignIn, credential }: SetupPackage,
  given: ReadonlyMap<string, string>,
): Promise<boolean> {
  const isGiven = credential.some(({ name }) => given.has(`${expression}.${name}`))
  if (!hasBrowserSignIn || isGiven || surroundings.prompts === undefined) return false
  const secrets = credential.filter(({ variable }) => variable !== undefined).map(({ label }) => label)
  const otherwise = secrets.length === 0 ? '' : ` (no: ${secrets.join(', ')})`
  return surroundings.prompts.confirm({
    message: `${expression}: sign in with the browser?${otherwise}`,
    isLikely: true,
  })
}

/** `--set bluesky.identifier=shop.example`, by channel and field. */
function readValues(set: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    set.map((entry) => {
      const end = entry.indexOf('=')
      if (end < 0 || !entry.slice(0, end).includes('.')) {
        throw new InvalidInputError({
          code: 'invalid-options',
          message: '--set takes <channel>.<name>=<value>',
          path: 'set',
        })
      }
      return [entry.slice(0, end), entry.slice(end + 1)]
    }),
  )
}

/** Every value must be of a field that there is, and none of them a secret. */
function checkValues(chosen: readonly SetupPackage[], given: ReadonlyMap<string, string>): void {
  const fields = new Map<string, SetupField>(
    chosen.flatMap(({ expression, options, credential }) =>
      [...options, ...credential].map((field) => [`${expression}.${field.name}`, field] as const),
    ),
  )
  for (const key of given.keys()) {
    const field = fields.get(key)
    if (field?.variable !== undefined) throw secretGiven(key, field.variable)
    if (field !== undefined) continue
    throw new InvalidInputError({
      code: 'invalid-options',
      message: `there is no ${key} to be set`,
      path: 'set',
      advice: `There is: ${[...fields.keys()].join(', ')}.`,
    })
  }
}

async function readFields(
  { surroundings }: Context,
  { expression, options, credential }: SetupPackage,
  given: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {}
  for (const { name, label, example, help, variable, isOptional } of [...options, ...credential]) {
    const key = `${expression}.${name}`
    const value = given.get(key)
    if (variable !== undefined) continue
    if (value !== undefined) values[name] = value
    if (value !== undefined || (isOptional && surroundings.prompts === undefined)) continue
    if (surroundings.prompts === undefined) throw missingValue(key, label, example)
    const message = [label, help].filter(Boolean).join('. ')
    const answer = await surroundings.prompts.text({ message, example, isOptional })
    if (answer !== '') values[name] = answer
  }
  return values
}

function noBrowserSignIn({ name, expression }: SetupPackage): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message: `${name} has no sign-in with the browser`,
    path: 'browser',
    advice: `Leave --browser ${expression} away: \`tutti auth ${expression}\` then asks for what it needs.`,
  })
}

function noStore(): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message: 'no store is installed that could keep what a sign-in brings',
    path: 'browser',
    advice: 'npm install @tutti/store-sqlite',
  })
}

function secretGiven(key: string, variable: string): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message: `${key} is a secret: it is not taken from the command line`,
    path: 'set',
    advice: `Run \`tutti auth ${variable}\`, which asks for it. If it was a real one, make a new one: this one has been seen.`,
  })
}

function missingValue(key: string, label: string, example = '…'): InvalidInputError {
  return new InvalidInputError({
    code: 'invalid-options',
    message: `${label} is missing`,
    path: 'set',
    advice: `Say --set ${key}=${example}`,
  })
}
