import { InvalidInputError } from '@tutti/model'

/** One thing that a schema found wrong. The shape of zod's issues. */
export interface SchemaIssue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly expected?: unknown
  readonly keys?: readonly string[] | undefined
  /** What would have been right, where that is a list. */
  readonly values?: readonly unknown[] | undefined
  readonly format?: string | undefined
  readonly minimum?: number | bigint | undefined
  readonly maximum?: number | bigint | undefined
}

/** A schema as `zod/mini` makes it; anything with this method will do. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } }
}

/**
 * Checks what the caller gave, strictly. The error names every wrong place and echoes no value:
 * values of options are often secrets.
 * @param place what the value is, for example `mastodon(options)`
 * @throws InvalidInputError with the given code, `invalid-options` when absent
 */
export function parseOptions<T>(
  schema: Schema<T>,
  value: unknown,
  place: string,
  code: 'invalid-options' | 'invalid-input' = 'invalid-options',
): T {
  const result = schema.safeParse(value)
  if (result.success) {
    return result.data
  }
  const { issues } = result.error
  const problems = issues.map((issue) => `${placeOf(place, issue)} ${describe(issue)}`)
  throw new InvalidInputError({
    code,
    message: problems.join('; '),
    path: issues[0] ? placeOf(place, issues[0]) : place,
  })
}

function placeOf(place: string, { path, keys }: SchemaIssue): string {
  const steps = keys?.[0] === undefined ? path : [...path, keys[0]]
  return steps.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    place,
  )
}

/** By the issue's kind and not by its own words where these may quote the value. */
function describe({ code, expected, message, keys, values, format, minimum, maximum }: SchemaIssue): string {
  switch (code) {
    case 'invalid_type':
      return `must be ${typeof expected === 'string' ? expected : 'of another type'}`
    case 'invalid_value':
      return `must be one of ${values?.map(String).join(', ')}`
    case 'invalid_format':
      return `must be a ${format}`
    case 'unrecognized_keys':
      return keys && keys.length > 1 ? `is not known, nor are ${keys.slice(1).join(', ')}` : 'is not known'
    case 'too_small':
      return `is too short or too small: at least ${minimum}`
    case 'too_big':
      return `is too long or too large: at most ${maximum}`
    case 'custom':
      return message
    default:
      return 'is not valid'
  }
}
