const shortestSecretLength = 4

/** Variables that hold secrets by their name. Shorter values, such as `1`, stand in too many other places. */
const secretVariable = /password|passwd|token|secret|key|credential/i
const shortestVariableLength = 8

/** Takes the secrets that this run has met out of everything it prints. Errors hold none: this is the second net. */
export interface Redactor {
  add(secret: string): void
  /** Adds the values of those variables that hold secrets by their name. */
  addVariables(env: Readonly<Record<string, string | undefined>>): void
  redact(text: string): string
}

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  const add = (secret: string): void => {
    if (secret.length < shortestSecretLength) return
    // As it is, and as it stands inside JSON and addresses.
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) secrets.add(form)
  }
  return {
    add,
    addVariables(env) {
      for (const [name, value = ''] of Object.entries(env)) {
        if (secretVariable.test(name) && value.length >= shortestVariableLength) add(value)
      }
    },
    redact(text) {
      const longestFirst = [...secrets].sort((one, other) => other.length - one.length)
      return longestFirst.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text)
    },
  }
}
