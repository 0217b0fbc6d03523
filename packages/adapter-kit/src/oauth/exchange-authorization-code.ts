import { AuthenticationError, type PendingAuthorization } from '@tutti/model'
import * as oauth from 'oauth4webapi'
import { callServer, type OAuthCall } from './call.ts'
import { explainErrors } from './errors.ts'
import { toLibraryClient, toLibraryServer } from './library.ts'
import { readTokens } from './read-tokens.ts'
import type { ExchangeAuthorizationCodeInput, OAuthContext, OAuthParty, OAuthTokens } from './types.ts'

/** See `exchangeAuthorizationCode` of the package. */
export async function exchangeAuthorizationCode(
  context: OAuthContext,
  party: OAuthParty,
  { callbackUrl, pending }: ExchangeAuthorizationCodeInput,
): Promise<OAuthTokens> {
  const { secrets, redirectUri, scopes } = pending
  const callback = await explainErrors([...Object.values(secrets), pending.state], async () =>
    readCallback(context, party, callbackUrl, pending),
  )
  const answer = await callServer(context, party, {
    endpoint: party.server.tokenEndpoint,
    secrets: { ...secrets, code: callback.get('code') ?? '', state: pending.state },
    run: ({ server, client, authentication, options }: OAuthCall) =>
      oauth
        .authorizationCodeGrantRequest(
          server,
          client,
          authentication,
          callback,
          redirectUri,
          secrets.codeVerifier ?? '',
          options,
        )
        .then((response) => oauth.processAuthorizationCodeResponse(server, client, response)),
  })
  return readTokens(answer, { context, party, dpopKey: secrets.dpopKey, scopes })
}

/** The callback's parameters: its state is that of the sign-in, its issuer that of the server. */
function readCallback(
  { clock }: OAuthContext,
  party: OAuthParty,
  callbackUrl: string,
  pending: PendingAuthorization,
): URLSearchParams {
  if (clock.now() > pending.expiresAt) throw invalid('the sign-in took too long')
  if (!URL.canParse(callbackUrl)) throw invalid('the callback is no whole address')
  try {
    const [server, client] = [toLibraryServer(party.server), toLibraryClient(party.client, clock)]
    return oauth.validateAuthResponse(server, client, new URL(callbackUrl), pending.state)
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw error
    throw invalid('the callback has another state or issuer than the sign-in that was begun')
  }
}

function invalid(message: string): AuthenticationError {
  return new AuthenticationError({ code: 'sign-in-invalid', message })
}
