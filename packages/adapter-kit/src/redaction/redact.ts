/** What stands where a secret stood. */
export const redacted = '[redacted]'

/** Shorter values are too common in ordinary text to be replaced everywhere. */
const shortestSecretLength = 4

const secretName =
  'access_?token|refresh_?token|id_?token|token|access_?jwt|refresh_?jwt|app_?password|password|passwd|client_?secret|app_?secret|secret|api_?key|code|code_verifier|assertion|signature|sig|x-amz-signature|x-amz-credential|x-amz-security-token'

const secretNamePattern = new RegExp(`^(?:${secretName})$`, 'i')
const secretHeaderPattern =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|dpop|dpop-nonce|x-api-key|x-csrf-token|.*(?:token|secret|signature|password).*)$/i

/** `Bearer abc`, `token=abc` and `"token":"abc"` are recognised by their shape, whether the value is known or not. */
const bearerPattern = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{16,}/gi
const pairPattern = new RegExp(`\\b(${secretName})=[^\\s&"',;]{1,4096}`, 'gi')
const jsonPattern = new RegExp(`"(${secretName})"(\\s{0,3}:\\s{0,3})"[^"]{0,4096}"`, 'gi')

/** Takes known secret values, and what looks like a secret by its name, out of a text. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  return redactValues(text, secrets)
    .replace(bearerPattern, `$1 ${redacted}`)
    .replace(pairPattern, `$1=${redacted}`)
    .replace(jsonPattern, `"$1"$2"${redacted}"`)
}

/** A copy of somebody else's error that is safe to keep as a cause: its name, words and stack, without secrets. */
export function redactError(error: unknown, secrets: readonly string[] = []): Error {
  const copy = new Error(redactText(error instanceof Error ? error.message : String(error), secrets))
  if (error instanceof Error) {
    copy.name = error.name
    copy.stack = redactText(error.stack ?? '', secrets)
  }
  return copy
}

/** An address without user, query and fragment has none of the places where secrets stand: no need to take it apart. */
const plainUrlPattern = /^https?:\/\/[a-z0-9.:-]+\/[a-z0-9._~/-]*$/

/** A URL without user, password, fragment, known secrets, and the values of query members that hold secrets. */
export function redactUrl(url: string, secrets: readonly string[] = []): string {
  if (plainUrlPattern.test(url)) {
    return redactValues(url, secrets)
  }
  const parsed = URL.parse(url)
  if (parsed === null) {
    return redactText(url, secrets)
  }
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  for (const name of new Set(parsed.searchParams.keys())) {
    if (secretNamePattern.test(name)) {
      parsed.searchParams.set(name, redacted)
    }
  }
  return redactValues(parsed.href, secrets)
}

/** Headers with the values of those that carry credentials replaced. */
export function redactHeaders(
  headers: Headers | Readonly<Record<string, string>>,
  secrets: readonly string[] = [],
): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, secretHeaderPattern.test(name) ? redacted : redactText(value, secrets)]),
  )
}

function redactValues(text: string, secrets: readonly string[]): string {
  let result = text
  // Longest first: one secret may be the beginning of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= shortestSecretLength) {
      result = result.replaceAll(secret, redacted).replaceAll(encodeURIComponent(secret), redacted)
    }
  }
  return result
}
