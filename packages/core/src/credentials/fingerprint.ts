import type { Credential } from '@tutti/model'

/** A SHA-256 of what the app has given, in hexadecimal: tells one credential from another without keeping it. */
export async function fingerprint(credential: Credential): Promise<string> {
  const { secrets, facts } = credential
  const text = JSON.stringify([sorted(secrets), sorted(facts)])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function sorted(members: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))
}
