import { refreshTokens, revokeTokens } from '@tutti/adapter-kit'
import { AuthenticationError, type Credential, type OperationContext } from '@tutti/model'
import type { BlueskyOAuthOptions } from './options.ts'
import { readParty } from './party.ts'

/**
 * New tokens of a sign-in. The old refresh token is void from then on.
 * @throws AuthenticationError `unauthorized` when the server refuses it, or answers for another account
 */
export async function refreshOAuth(
  credential: Credential,
  context: OperationContext,
  options: BlueskyOAuthOptions,
): Promise<Credential> {
  const party = readParty(credential.facts.oauth, options)
  const { secrets, expiresAt, scopes, rest } = await refreshTokens(context, party, credential)
  if (rest.sub !== credential.facts.did) {
    const message = 'the server renewed the session of another account'
    throw new AuthenticationError({ code: 'unauthorized', message, outcome: 'rejected' })
  }
  return { secrets, expiresAt, scopes, facts: credential.facts }
}

/** Makes the tokens of a sign-in void. */
export function revokeOAuth(
  credential: Credential,
  context: OperationContext,
  options: BlueskyOAuthOptions,
): Promise<void> {
  return revokeTokens(context, readParty(credential.facts.oauth, options), credential)
}
