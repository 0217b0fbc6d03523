import type { Credential } from '@tutti/model'

/**
 * What a platform answered, over what there was. An empty or missing secret never replaces one: many
 * providers leave the refresh token out when it stays the same (RFC 6749, section 6).
 */
export function mergeCredential(old: Credential, answered: Credential): Credential {
  const secrets = { ...old.secrets }
  for (const [name, value] of Object.entries(answered.secrets)) if (value) secrets[name] = value
  return {
    secrets,
    facts: { ...old.facts, ...answered.facts },
    // From the answer only: the old one's end says nothing about the new one.
    expiresAt: answered.expiresAt,
    scopes: answered.scopes ?? old.scopes,
  }
}
