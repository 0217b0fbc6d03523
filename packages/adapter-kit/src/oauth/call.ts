import * as oauth from 'oauth4webapi'
import { readDpopKey } from './dpop-key.ts'
import { explainErrors } from './errors.ts'
import { fetchOverHttp } from './fetch-over-http.ts'
import { requestOptions, toClientAuthentication, toLibraryClient, toLibraryServer } from './library.ts'
import type { OAuthContext, OAuthParty } from './types.ts'

/** What one request to the server is made with. */
export interface OAuthCall {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
  readonly options: ReturnType<typeof requestOptions> & { DPoP?: oauth.DPoPHandle }
}

/** One request and the reading of its answer. */
export interface OAuthStep<T> {
  /** The endpoint that the request goes to. */
  readonly endpoint: string
  /** Everything that must not come back in an error. */
  readonly secrets: Readonly<Record<string, string>>
  run(call: OAuthCall): Promise<T>
}

/**
 * Runs one step, and once more when the server asks for another nonce in the proof: that refusal is definite.
 * @throws as `explainErrors`
 */
export function callServer<T>(context: OAuthContext, party: OAuthParty, step: OAuthStep<T>): Promise<T> {
  const secrets = [...Object.values(step.secrets), ...(party.client.clientSecret ? [party.client.clientSecret] : [])]
  return explainErrors(secrets, async () => {
    const client = toLibraryClient(party.client, context.clock)
    const options = requestOptions(step.endpoint, fetchOverHttp(context, party.bucket, secrets))
    const proof = party.dpop ? { DPoP: oauth.DPoP(client, (await readDpopKey(step.secrets.dpopKey)).pair) } : {}
    const call: OAuthCall = {
      server: toLibraryServer(party.server),
      client,
      authentication: await toClientAuthentication(party.client),
      options: { ...options, ...proof },
    }
    try {
      return await step.run(call)
    } catch (error) {
      if (!party.dpop || !oauth.isDPoPNonceError(error)) throw error
      return await step.run(call)
    }
  })
}
