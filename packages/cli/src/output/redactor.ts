const shortestSecretLength = 4

/** Takes the secrets that this run has met out of everything it prints. Errors hold none: this is the second net. */
export interface Redactor {
  add(secret: string): void
  redact(text: string): string
}

/** A redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  return {
    add(secret) {
      if (secret.length < shortestSecretLength) return
      // As it is, and as it stands inside JSON and addresses.
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) secrets.add(form)
    },
    redact(text) {
      const longestFirst = [...secrets].sort((one, other) => other.length - one.length)
      return longestFirst.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text)
    },
  }
}
