import { asArray, asString, requireString } from '@tutti/adapter-kit'
import type { Acknowledged, Credential, JsonObject, OperationContext } from '@tutti/model'
import { AuthenticationError } from '@tutti/model'
import { isOAuth } from './oauth/is-oauth.ts'
import type { BlueskyOAuthOptions } from './oauth/options.ts'
import { refreshOAuth, revokeOAuth } from './oauth/tokens.ts'
import { readTokenClaims } from './protocol/token.ts'
import { procedure } from './protocol/xrpc.ts'
import { membersOf } from './read/members-of.ts'

/** The operations on a credential: of a sign-in by OAuth, or of an app password. */
export function createSessionOperations(oauth: BlueskyOAuthOptions) {
  /**
   * A new session: from the old one, or from the app password where there is none or it has ended.
   * @throws AuthenticationError `unauthorized` when the platform refuses it, or answers for another account
   */
  async function refreshCredential(
    { credential }: { readonly credential: Credential },
    context: OperationContext,
  ): Promise<Credential> {
    if (isOAuth(credential)) return refreshOAuth(credential, context, oauth)
    const session = (await renewSession(credential, context)) ?? (await createSession(credential, context))
    return readSession(session, credential)
  }

  /** Ends the session. An app password itself can only be removed by its owner. */
  async function revokeCredential(
    { credential }: { readonly credential: Credential },
    context: OperationContext,
  ): Promise<Acknowledged> {
    if (isOAuth(credential)) await revokeOAuth(credential, context, oauth)
    else await endSession(credential, context)
    return { warnings: [], raw: undefined }
  }

  return { refreshCredential, revokeCredential }
}

async function endSession({ secrets: { refreshJwt } }: Credential, context: OperationContext): Promise<void> {
  if (!refreshJwt) return
  try {
    const headers = { authorization: `Bearer ${refreshJwt}` }
    await procedure(context, 'com.atproto.server.deleteSession', undefined, { headers, authorize: false })
  } catch (error) {
    // It has ended already.
    if (!AuthenticationError.isInstance(error)) throw error
  }
}

/** `undefined` when there is no session to renew, or it has ended and a password can make a new one. */
async function renewSession(credential: Credential, context: OperationContext): Promise<unknown> {
  const { refreshJwt, appPassword } = credential.secrets
  if (!refreshJwt) return undefined
  try {
    const answer = await procedure(context, 'com.atproto.server.refreshSession', undefined, {
      headers: { authorization: `Bearer ${refreshJwt}` },
      authorize: false,
    })
    return answer.body
  } catch (error) {
    if (AuthenticationError.isInstance(error) && appPassword) return undefined
    throw error
  }
}

async function createSession(credential: Credential, context: OperationContext): Promise<unknown> {
  const { identifier } = credential.facts
  const { appPassword: password } = credential.secrets
  const answer = await procedure(
    context,
    'com.atproto.server.createSession',
    { identifier, password },
    { bucket: 'sessions', authorize: false, repeatable: true },
  )
  return answer.body
}

function readSession(body: unknown, old: Credential): Credential {
  const session = membersOf(body)
  const accessJwt = requireString(session.accessJwt, 'accessJwt')
  const did = requireString(session.did, 'did')
  if (typeof old.facts.did === 'string' && old.facts.did !== did) {
    throw new AuthenticationError({
      code: 'unauthorized',
      message: `${old.facts.identifier} is another account now: ${did} instead of ${old.facts.did}`,
      advice: 'Connect the account again under a channel of its own.',
      outcome: 'rejected',
    })
  }
  const { scope, expiresAt } = readTokenClaims(accessJwt)
  const refreshJwt = asString(session.refreshJwt) || old.secrets.refreshJwt
  return {
    ...old,
    secrets: { ...old.secrets, accessJwt, ...(refreshJwt === undefined ? {} : { refreshJwt }) },
    facts: {
      ...old.facts,
      did,
      handle: asString(session.handle) ?? did,
      pds: readPds(session.didDoc, old.facts),
      canMessage: scope !== 'com.atproto.appPass',
    },
    expiresAt,
  }
}

/**
 * The account's own server by its DID document. The document comes from outside, and the session's
 * tokens go there: anything but https is refused, save the service that was configured.
 */
function readPds(didDocument: unknown, facts: JsonObject): string | undefined {
  const service = asArray(membersOf(didDocument).service)
    .map(membersOf)
    .find((entry) => entry.type === 'AtprotoPersonalDataServer')
  const endpoint = asString(service?.serviceEndpoint)
  if (endpoint === undefined || !URL.canParse(endpoint)) return asString(facts.pds)
  const { origin, protocol } = new URL(endpoint)
  return protocol === 'https:' || origin === facts.service ? origin : asString(facts.pds)
}
