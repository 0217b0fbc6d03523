import { keyVariable } from '../secrets/secret-file.ts'
import type { SetupField, SetupPackage } from './package-manifest.ts'

/** An adapter, and the values that the person gave for it by field name. */
export interface ChosenAdapter {
  readonly setup: SetupPackage
  readonly values: Readonly<Record<string, string>>
}

/** What goes into a configuration. */
export interface ConfigParts {
  readonly adapters: readonly ChosenAdapter[]
  readonly plugins: readonly SetupPackage[]
  readonly store?: SetupPackage | undefined
}

/** A text as a literal of TypeScript. */
function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

function members(fields: readonly SetupField[], values: Readonly<Record<string, string>>): readonly string[] {
  return fields.flatMap(({ name, variable }) => {
    if (variable !== undefined) return `${name}: secret(${literal(variable)})`
    const value = values[name]
    return value === undefined ? [] : `${name}: ${literal(value)}`
  })
}

function channel({ setup, values }: ChosenAdapter): string {
  const options = members(setup.options, values)
  const factory = `${setup.expression}(${options.length === 0 ? '' : `{ ${options.join(', ')} }`})`
  const credential = members(setup.credential, values).map((member) => `\n      ${member},`)
  // A channel without a credential takes the one that a sign-in has made.
  const none = setup.hasBrowserSignIn ? '' : '{}'
  const account = credential.length === 0 ? none : `{${credential.join('')}\n    }`
  return `    ${setup.expression}: ${factory}.channel(${account}),\n`
}

function importOf({ name, imports }: SetupPackage): string {
  return `import { ${imports.join(', ')} } from ${literal(name)}`
}

/** The text of `tutti.config.ts`. It holds no secret. */
export function renderConfig({ adapters, plugins, store }: ConfigParts): string {
  const own = "import { defineConfig, secret } from '@tutti/cli'"
  const others = [...adapters.map(({ setup }) => setup), ...plugins, ...(store ? [store] : [])].map(importOf)
  const lines = [
    ...[own, ...others].sort((one, other) => sourceOf(one).localeCompare(sourceOf(other))),
    '',
    'export default defineConfig({',
    ...(store ? [`  store: ${store.expression},`] : []),
    // Sessions that are renewed or signed in for are encrypted with it in the store.
    `  credentialKey: secret(${literal(keyVariable)}),`,
    `  channels: {\n${adapters.map(channel).join('')}  },`,
    ...(plugins.length > 0 ? [`  plugins: [${plugins.map(({ expression }) => expression).join(', ')}],`] : []),
    '})',
    '',
  ]
  return lines.join('\n')
}

const sourceOf = (line: string): string => line.slice(line.indexOf(' from '))
