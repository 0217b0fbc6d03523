import { asArray, asObject, asString } from '@tutti/adapter-kit'

/** One value that a channel or an adapter needs. */
export interface SetupField {
  /** The member of the options or of the credential. */
  readonly name: string
  /** What to ask a person for. */
  readonly label: string
  readonly example?: string | undefined
  /** A secret never stands in the configuration: it comes from this variable of the environment. */
  readonly variable?: string | undefined
  /** Where a person gets it. */
  readonly help?: string | undefined
  readonly isOptional: boolean
}

/** An installed package that `tutti init` can put into a configuration: what its package.json says under `tutti`. */
export interface SetupPackage {
  readonly name: string
  readonly kind: 'adapter' | 'plugin' | 'store'
  /** What the configuration imports of it. */
  readonly imports: readonly string[]
  /** Of a plugin or store: what is written into the configuration. */
  readonly expression: string
  /** Of an adapter. */
  readonly options: readonly SetupField[]
  readonly credential: readonly SetupField[]
  /** Of an adapter: accounts can be connected with the browser, instead of with the fields of the credential. */
  readonly hasBrowserSignIn: boolean
}

/** Reads a package.json. `undefined` for a package that says nothing about itself to Tutti. */
export function readSetupPackage(manifest: unknown): SetupPackage | undefined {
  const { name, tutti } = asObject(manifest) ?? {}
  const { adapter, plugin, store } = asObject(tutti) ?? {}
  const packageName = asString(name)
  if (packageName === undefined) return undefined
  const none = { options: [], credential: [], hasBrowserSignIn: false }
  const { factory, setup } = asObject(adapter) ?? {}
  const factoryName = asString(factory)
  if (factoryName !== undefined && asObject(setup) !== undefined) {
    const { options, credential, browserSignIn } = asObject(setup) ?? {}
    return {
      name: packageName,
      kind: 'adapter',
      imports: [factoryName],
      expression: factoryName,
      options: readFields(options),
      credential: readFields(credential),
      hasBrowserSignIn: browserSignIn === true,
    }
  }
  for (const [kind, said] of [['plugin', plugin] as const, ['store', store] as const]) {
    const { imports, expression } = asObject(said) ?? {}
    const written = asString(expression)
    const names = (asArray(imports) ?? []).flatMap((one) => asString(one) ?? [])
    if (written !== undefined && names.length > 0) {
      return { name: packageName, kind, imports: names, expression: written, ...none }
    }
  }
  return undefined
}

function readFields(value: unknown): readonly SetupField[] {
  return (asArray(value) ?? []).flatMap((entry) => {
    const field = asObject(entry) ?? {}
    const name = asString(field.name)
    if (name === undefined) return []
    return {
      name,
      label: asString(field.label) ?? name,
      example: asString(field.example),
      variable: asString(field.variable),
      help: asString(field.help),
      isOptional: field.optional === true,
    }
  })
}
