import { inspect } from 'node:util'

/** Everything that can be read off a value by those who log it. */
export function printed(value: unknown): string {
  const shown = inspect(value, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null })
  const cause =
    value instanceof Error
      ? `${value.stack}${value.message}${value.cause === undefined ? '' : printed(value.cause)}`
      : ''
  return `${shown}${cause}${JSON.stringify(value)}`
}

/** A secret in the forms that it may be found in. */
export function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64')
  const base64Url = Buffer.from(secret).toString('base64url')
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64, base64Url]
}

/** The beginnings of the secrets that stand in a text. */
export function findSecrets(text: string, secrets: Iterable<string>): readonly string[] {
  const found = [...secrets].filter((secret) => formsOf(secret).some((form) => text.includes(form)))
  return found.map((secret) => {
    const at = text.indexOf(secret)
    return text.slice(Math.max(0, at - 60), at + 16)
  })
}
