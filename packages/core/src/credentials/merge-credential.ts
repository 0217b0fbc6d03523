import type { Credential, JsonObject } from '@tutti/model'
import { isDangerousName } from '../dangerous-names.ts'

/**
 * What a platform answered, over what there was. An empty or missing secret never replaces one: many
 * providers leave the refresh token out when it stays the same (RFC 6749, section 6).
 */
export function mergeCredential(old: Credential, answered: Credential): Credential {
  return {
    secrets: { ...old.secrets, ...withoutEmpty(answered.secrets) },
    facts: { ...old.facts, ...withoutDangerous(answered.facts) },
    // From the answer only: the old one's end says nothing about the new one.
    expiresAt: answered.expiresAt,
    scopes: answered.scopes ?? old.scopes,
    renewableUntil: answered.renewableUntil ?? old.renewableUntil,
  }
}

function withoutEmpty(secrets: Credential['secrets']): Credential['secrets'] {
  return Object.fromEntries(Object.entries(secrets).filter(([name, value]) => value && !isDangerousName(name)))
}

function withoutDangerous(facts: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !isDangerousName(name)))
}
