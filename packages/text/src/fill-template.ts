import { InvalidInputError } from '@tutti/model'

const placeholder = /\{([^{}]*)\}/g

/**
 * Writes values into a template: `{name}` becomes the value of that name. Undefined when a value is there but undefined.
 * @throws InvalidInputError `invalid-options` when the template names a value that is not there
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
  path: string,
): string | undefined {
  let isComplete = true
  const filled = template.replace(placeholder, (_, name: string) => {
    if (!Object.hasOwn(values, name)) throw unknownPlaceholder(name, Object.keys(values), path)
    const value = values[name]
    if (value === undefined) isComplete = false
    return value ?? ''
  })
  return isComplete ? filled : undefined
}

function unknownPlaceholder(name: string, known: readonly string[], path: string): InvalidInputError {
  const names = known.map((one) => `{${one}}`).join(', ')
  return new InvalidInputError({
    code: 'invalid-options',
    message: `the template names {${name}}, and there is no value of that name`,
    path,
    advice: names === '' ? 'Give the value, or take the placeholder out.' : `Use one of ${names}, or give the value.`,
    outcome: 'not-sent',
  })
}
