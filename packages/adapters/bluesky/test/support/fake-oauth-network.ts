import {
  createIdentityLedger,
  defineFakePlatform,
  type FakeIdentityLedger,
  type FakePlatform,
  identityHandlers,
} from '@tutti/testing/fakes'
import { HttpResponse, http } from 'msw'

/** The one account there. */
export const account = { did: 'did:plc:abcdefghijklmnopqrstuvwx', handle: 'ada.test' }

/** Where the person is sent back to. */
export const redirectUri = 'http://127.0.0.1:9/callback'

/** What the account's documents say, each of which a test may falsify. */
export interface FakeDocuments {
  alsoKnownAs: string
  pds: string | undefined
  authorizationServer: string | undefined
}

/** A server, a directory and an authorization server in one: what a sign-in by OAuth meets. */
export type FakeOAuthNetwork = FakePlatform<FakeIdentityLedger> & { readonly documents: FakeDocuments }

/** @param scopes what the sign-ins of the test ask for */
export function fakeOAuthNetwork(scopes: string): FakeOAuthNetwork {
  const documents: FakeDocuments = {
    alsoKnownAs: `at://${account.handle}`,
    pds: undefined,
    authorizationServer: undefined,
  }
  const clientId = `http://localhost?${new URLSearchParams({ redirect_uri: redirectUri, scope: scopes })}`
  const originOf = (request: Request) => new URL(request.url).origin
  const platform = defineFakePlatform<FakeIdentityLedger>({
    id: 'bluesky-oauth',
    createLedger: createIdentityLedger,
    isCommit: () => false,
    handlers: (ledger, tools) => [
      ...identityHandlers(ledger, tools, { clientId, dpop: true, subject: () => account.did }),
      http.get('*/xrpc/com.atproto.identity.resolveHandle', ({ request }) =>
        new URL(request.url).searchParams.get('handle') === account.handle
          ? HttpResponse.json({ did: account.did })
          : HttpResponse.json({ error: 'HandleNotFound' }, { status: 400 }),
      ),
      http.get(`*/${account.did}`, ({ request }) =>
        HttpResponse.json({
          id: account.did,
          alsoKnownAs: [documents.alsoKnownAs],
          service: [{ type: 'AtprotoPersonalDataServer', serviceEndpoint: documents.pds ?? originOf(request) }],
        }),
      ),
      http.get('*/.well-known/oauth-protected-resource', ({ request }) =>
        HttpResponse.json({ authorization_servers: [documents.authorizationServer ?? originOf(request)] }),
      ),
    ],
  })()
  return Object.assign(platform, { documents })
}
