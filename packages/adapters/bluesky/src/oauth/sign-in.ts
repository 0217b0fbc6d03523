import { exchangeAuthorizationCode, startAuthorization } from '@tutti/adapter-kit'
import {
  type AuthorizationRequest,
  type AuthorizationStart,
  type CodeExchange,
  type Credential,
  InvalidInputError,
  type JsonObject,
  type SignInContext,
} from '@tutti/model'
import { findIdentity, invalid } from './identity.ts'
import { type BlueskyOAuthOptions, plcDirectoryOf } from './options.ts'
import { developmentClientId, findAuthorizationServer, keepParty, readParty } from './party.ts'

/** Everything that the adapter does; `atproto` alone only proves who somebody is. */
const usualScopes = ['atproto', 'transition:generic', 'transition:chat.bsky']

/** What signing in needs of the adapter's options. */
export interface SignInSettings {
  readonly service: string
  readonly oauth: BlueskyOAuthOptions
  /** What every credential of the adapter keeps beside its secrets. */
  readonly facts: JsonObject
}

/** The sign-in by OAuth, with PAR and DPoP: any account on any server, by handle or DID. */
export function createSignIn({ service, oauth, facts }: SignInSettings) {
  const directories = { service, plcDirectory: plcDirectoryOf(oauth) }

  async function authorizeUrl(request: AuthorizationRequest, context: SignInContext): Promise<AuthorizationStart> {
    const { redirectUri, account } = request
    const asked = request.scopes.length === 0 ? usualScopes : request.scopes
    const scopes = asked.includes('atproto') ? asked : ['atproto', ...asked]
    if (oauth.clientId === undefined) requireLoopback(redirectUri)
    const name = account?.trim().replace(/^@/, '').toLowerCase()
    const identity = name === undefined ? undefined : await findIdentity(name, directories, context)
    const server = await findAuthorizationServer(identity?.pds ?? service, service, context)
    const clientId = oauth.clientId ?? developmentClientId(redirectUri, scopes)
    const party = readParty({ server, clientId }, oauth)
    return startAuthorization(context, party, {
      request: { ...request, scopes },
      parameters: name === undefined ? {} : { login_hint: name },
      facts: { oauth: keepParty(party), ...(identity && { did: identity.did }) },
    })
  }

  async function exchangeCode(exchange: CodeExchange, context: SignInContext): Promise<Credential> {
    const { oauth: kept, did: expected } = exchange.pending.facts
    const party = readParty(kept, oauth)
    const { secrets, expiresAt, scopes, rest } = await exchangeAuthorizationCode(context, party, exchange)
    const did = typeof rest.sub === 'string' ? rest.sub : ''
    if (expected !== undefined && expected !== did) throw invalid('another account signed in than was asked for')
    // Any server can claim any account: only the one that the account's own documents lead to counts.
    const { handle, pds } = await findIdentity(did, directories, context)
    const { issuer } = await findAuthorizationServer(pds, service, context)
    if (issuer !== party.server.issuer) throw invalid('the server that answered may not speak for the account')
    return {
      secrets,
      expiresAt,
      scopes,
      facts: { ...facts, identifier: did, did, handle: handle ?? did, pds, oauth: keepParty(party) },
    }
  }

  return { authorizeUrl, exchangeCode }
}

function requireLoopback(redirectUri: string): void {
  if (URL.parse(redirectUri)?.protocol === 'http:' && /^http:\/\/(127\.0\.0\.1|\[::1\])[:/]/.test(redirectUri)) return
  throw new InvalidInputError({
    code: 'invalid-input',
    message: 'redirectUri must be on http://127.0.0.1 as long as bluesky({ oauth: { clientId } }) is not given',
    path: 'redirectUri',
  })
}
