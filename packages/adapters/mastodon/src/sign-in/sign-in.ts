import {
  asObject,
  asString,
  exchangeAuthorizationCode,
  type OAuthClient,
  type OAuthServer,
  requireString,
  revokeTokens,
  startAuthorization,
} from '@tutti/adapter-kit'
import {
  AuthenticationError,
  type Credential,
  type JsonObject,
  type OperationVocabulary,
  RejectedError,
  UnsupportedOperationError,
} from '@tutti/model'
import type { MastodonOptions } from '../options.ts'
import { findAuthorizationServer, usualServer } from './authorization-server.ts'
import { registerApp } from './register-app.ts'
import { scopesFor } from './scopes.ts'

const bucket = 'signIn'
const defaultAppName = 'Tutti'

/** Makes the operations that connect an account and disconnect it. */
export function signInOn({ server, clientId, clientSecret, appName = defaultAppName, website }: MastodonOptions) {
  const own: OAuthClient | undefined = clientId === undefined ? undefined : { clientId, clientSecret }

  /**
   * Where to send the person. Without a `clientId` in the options an app is registered first, for
   * exactly what is asked for; its secret travels with the pending sign-in.
   */
  const authorizeUrl: OperationVocabulary['authorizeUrl'] = async (request, context) => {
    const { redirectUri } = request
    const described = await findAuthorizationServer(server, context)
    const authorizationServer = described ?? usualServer(server)
    const scopes = described ? request.scopes : await scopesFor(request.scopes, context)
    const client = own ?? (await registerApp(context, { appName, website, redirectUri, scopes }))
    return startAuthorization(
      context,
      { server: authorizationServer, client, bucket },
      {
        request: { ...request, scopes },
        facts: { clientId: client.clientId, authorizationServer },
        ...(own === undefined &&
          client.clientSecret !== undefined && { secrets: { clientSecret: client.clientSecret } }),
      },
    )
  }

  /** The credential remembers the app that was registered for it: only that app can give the token back. */
  const exchangeCode: OperationVocabulary['exchangeCode'] = async (input, context) => {
    const { facts, secrets } = input.pending
    const client = own ?? clientOf(facts, secrets) ?? { clientId: '' }
    const party = { server: readAuthorizationServer(facts, server), client, bucket }
    const tokens = await exchangeAuthorizationCode(context, party, input)
    return {
      secrets: {
        accessToken: requireString(tokens.secrets.accessToken, 'access_token'),
        ...(own === undefined && secrets.clientSecret !== undefined && { clientSecret: secrets.clientSecret }),
      },
      facts: { server, clientId: client.clientId },
      expiresAt: tokens.expiresAt,
      scopes: tokens.scopes,
    }
  }

  /**
   * Gives the token back. Only the app that it was made for can.
   * @throws UnsupportedOperationError `not-offered` for a token that no sign-in of this app made
   * @throws RejectedError `forbidden` for a token that another app's sign-in made
   */
  const revokeCredential: OperationVocabulary['revokeCredential'] = async ({ credential }, context) => {
    const client = clientOf(credential.facts, credential.secrets) ?? own
    if (client === undefined) throw foreignToken()
    try {
      await revokeTokens(context, { server: usualServer(server), client, bucket }, credential)
    } catch (error) {
      throw AuthenticationError.isInstance(error) && error.status === 403 ? anotherApps(error) : error
    }
    return { warnings: [], raw: undefined }
  }

  return { authorizeUrl, exchangeCode, revokeCredential }
}

/** The app that was registered on the way; `undefined` where the options name one. */
function clientOf(facts: JsonObject, secrets: Credential['secrets']): OAuthClient | undefined {
  const clientId = asString(facts.clientId)
  return clientId && secrets.clientSecret ? { clientId, clientSecret: secrets.clientSecret } : undefined
}

/** As `authorizeUrl` kept it; the usual paths where somebody has lost it. */
function readAuthorizationServer(facts: JsonObject, server: string): OAuthServer {
  const kept = asObject(facts.authorizationServer)
  const usual = usualServer(server)
  return {
    issuer: asString(kept?.issuer) ?? usual.issuer,
    authorizationEndpoint: asString(kept?.authorizationEndpoint) ?? usual.authorizationEndpoint,
    tokenEndpoint: asString(kept?.tokenEndpoint) ?? usual.tokenEndpoint,
    namesIssuer: kept?.namesIssuer === true,
  }
}

/** https://docs.joinmastodon.org/methods/oauth/#revoke, read 2026-11-25: 403 is about whose token it is. */
function anotherApps({ message }: AuthenticationError): RejectedError {
  return new RejectedError({ code: 'forbidden', message, outcome: 'rejected', status: 403 })
}

function foreignToken(): UnsupportedOperationError {
  return new UnsupportedOperationError({
    code: 'not-offered',
    message: 'mastodon revokeCredential: the token was not made by a sign-in of this app',
    platform: 'mastodon',
    operation: 'revokeCredential',
    advice: 'Take the token back where it was made: in the settings of the account on its server.',
  })
}
