import { type OAuthClient, requireObject, requireString } from '@tutti/adapter-kit'
import type { SignInContext } from '@tutti/model'

/** What is told the server about the developer app. */
export interface AppRegistration {
  /** Shown to people when they sign in. */
  readonly appName: string
  readonly website?: string | undefined
  readonly redirectUri: string
  readonly scopes: readonly string[]
}

/**
 * Registers a developer app with the server, which anybody may:
 * https://docs.joinmastodon.org/methods/apps/#create, read 2026-11-25. Sent as a form with one
 * address to return to: older servers take no list.
 * @throws PlatformError `malformed-answer` when the answer has no client id or secret
 */
export async function registerApp(
  { http }: Pick<SignInContext, 'http'>,
  { appName, website, redirectUri, scopes }: AppRegistration,
): Promise<OAuthClient> {
  const answer = await http.request({
    method: 'POST',
    url: '/api/v1/apps',
    form: {
      client_name: appName,
      redirect_uris: redirectUri,
      scopes: scopes.join(' '),
      ...(website === undefined ? {} : { website }),
    },
    bucket: 'signIn',
    authorize: false,
  })
  const app = requireObject(answer.body, 'app')
  return {
    clientId: requireString(app.client_id, 'app.client_id'),
    clientSecret: requireString(app.client_secret, 'app.client_secret'),
  }
}
