/** One definition in a lexicon document. Source: https://atproto.com/specs/lexicon, read 2026-11-22. */
export interface LexiconType {
  readonly type: string
  readonly properties?: Readonly<Record<string, LexiconType>>
  readonly required?: readonly string[]
  readonly nullable?: readonly string[]
  readonly items?: LexiconType
  readonly ref?: string
  readonly refs?: readonly string[]
  readonly closed?: boolean
  readonly record?: LexiconType
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly accept?: readonly string[]
  readonly maxSize?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly maxGraphemes?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly input?: { readonly schema?: LexiconType }
  readonly output?: { readonly schema?: LexiconType }
  readonly parameters?: LexiconType
}

/** A lexicon document. */
export interface Lexicon {
  readonly id: string
  readonly defs: Readonly<Record<string, LexiconType>>
}

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>

/**
 * Turns the types of one lexicon document into JSON Schema for ajv, with our keywords `maxUtf8Bytes`
 * and `maxGraphemes`. `strict` refuses members that the lexicon does not have: a server takes them
 * silently, so that a misspelt one would never be missed.
 */
export function createConverter(lexiconId: string, strict: boolean): (type: LexiconType) => Schema {
  const idOf = (ref: string) => (ref.startsWith('#') ? `${lexiconId}${ref}` : ref.includes('#') ? ref : `${ref}#main`)
  const typeName = (ref: string) => idOf(ref).replace(/#main$/, '')

  const converters: Readonly<Record<string, (type: LexiconType) => Schema>> = {
    record: (type) => convert(type.record as LexiconType),
    params: (type) => convertObject(type),
    object: (type) => convertObject(type),
    array: (type) => ({
      type: 'array',
      items: convert(type.items as LexiconType),
      ...given({ minItems: type.minLength, maxItems: type.maxLength }),
    }),
    string: (type) => ({
      type: 'string',
      ...given({ format: type.format, enum: type.enum, const: type.const, maxUtf8Bytes: type.maxLength }),
      ...given({ maxGraphemes: type.maxGraphemes }),
    }),
    integer: (type) => ({
      type: 'integer',
      ...given({ minimum: type.minimum, maximum: type.maximum, const: type.const }),
    }),
    boolean: (type) => ({ type: 'boolean', ...given({ const: type.const }) }),
    ref: (type) => ({ $ref: idOf(type.ref ?? '') }),
    union: (type) => convertUnion(type),
    blob: (type) => ({
      type: 'object',
      required: ['$type', 'ref', 'mimeType', 'size'],
      properties: {
        $type: { const: 'blob' },
        ref: convertLink,
        mimeType: { type: 'string', pattern: acceptPattern(type.accept) },
        size: { type: 'integer', ...given({ maximum: type.maxSize }) },
      },
      additionalProperties: false,
    }),
    'cid-link': () => convertLink,
    bytes: () => ({ type: 'object', required: ['$bytes'] }),
    unknown: () => ({ type: 'object' }),
    null: () => ({ type: 'null' }),
    token: () => ({}),
  }

  function convert(type: LexiconType): Schema {
    const converter = converters[type.type]
    if (!converter) throw new Error(`${lexiconId}: the lexicon type "${type.type}" is not known`)
    return converter(type)
  }

  function convertObject(type: LexiconType): Schema {
    const members = Object.entries(type.properties ?? {}).map(([name, member]): [string, Schema] => [
      name,
      type.nullable?.includes(name) ? { anyOf: [convert(member), { type: 'null' }] } : convert(member),
    ])
    return {
      type: 'object',
      properties: { ...Object.fromEntries(members), $type: { type: 'string' } },
      required: type.required ?? [],
      ...(strict ? { additionalProperties: false } : {}),
    }
  }

  /** Unions are open by the specification; to a record of ours only the listed types are right. */
  function convertUnion(type: LexiconType): Schema {
    const listed = (type.refs ?? []).map((ref) => ({
      if: { properties: { $type: { const: typeName(ref) } }, required: ['$type'] },
      // biome-ignore lint/suspicious/noThenProperty: `then` is JSON Schema's own word.
      then: { $ref: idOf(ref) },
    }))
    const names = (type.refs ?? []).map(typeName)
    return {
      type: 'object',
      required: ['$type'],
      allOf: listed,
      ...(strict || type.closed ? { properties: { $type: { enum: names } } } : {}),
    }
  }

  return convert
}

const convertLink: Schema = {
  type: 'object',
  required: ['$link'],
  properties: { $link: { type: 'string', format: 'cid' } },
}

function acceptPattern(accept: readonly string[] = ['*/*']): string {
  return `^(${accept.map((kind) => kind.replaceAll('*', '[^/]+')).join('|')})$`
}

/** Without the members that are not given: ajv takes `undefined` for a value. */
function given(members: Readonly<Record<string, unknown>>): Schema {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
