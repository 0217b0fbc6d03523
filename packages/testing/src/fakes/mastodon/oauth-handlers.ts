import { createHash, randomUUID } from 'node:crypto'
import { http, type RequestHandler } from 'msw'
import type { FakeMastodonApp, FakeMastodonGrant } from './ledger.ts'
import { nextId } from './ledger.ts'
import { covers } from './scopes.ts'
import { type FakeServer, Refusal, refusing } from './server.ts'

/** Apps, and people who let them in. Whoever is sent to the authorize page is the first account, and agrees. */
export function oauthHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings, tools } = server
  return [
    http.get('*/.well-known/oauth-authorization-server', ({ request }) =>
      // GoToSocial 0.20 has none.
      settings.software === 'gotosocial'
        ? Response.json({ error: 'Not Found' }, { status: 404 })
        : Response.json(metadata(new URL(request.url).origin)),
    ),
    http.post(
      '*/api/v1/apps',
      refusing(async ({ request }) => {
        const form = await readForm(request)
        const name = form.get('client_name')
        const redirectUri = form.get('redirect_uris')
        if (!name || !redirectUri) throw new Refusal(422, "Validation failed: Application name can't be blank")
        const app: FakeMastodonApp = {
          id: nextId(tools),
          name,
          redirectUri,
          scopes: (form.get('scopes') ?? 'read').split(' '),
          clientId: `client-${randomUUID()}`,
          clientSecret: `canary-client-secret-${randomUUID()}`,
        }
        ledger.apps.push(app)
        return Response.json(appEntity(app, form.get('website')))
      }),
    ),
    http.get(
      '*/oauth/authorize',
      refusing(({ request }) => authorize(server, new URL(request.url).searchParams)),
    ),
    http.post(
      '*/oauth/token',
      refusing(async ({ request }) => Response.json(trade(server, await readForm(request)))),
    ),
    http.post(
      '*/oauth/revoke',
      refusing(async ({ request }) => {
        const form = await readForm(request)
        const token = form.get('token') ?? ''
        const app = knownApp(server, form)
        const grant = ledger.grants.find((candidate) => candidate.token === token)
        if (grant && grant.app !== app) throw new Refusal(403, 'unauthorized_client')
        ledger.revokedTokens.add(token)
        return Response.json({})
      }),
    ),
  ]
}

function authorize({ ledger }: FakeServer, query: URLSearchParams): Response {
  const app = ledger.apps.find(({ clientId }) => clientId === query.get('client_id'))
  if (!app) throw new Refusal(401, 'invalid_client')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!URL.canParse(redirectUri) || (app.redirectUri ?? redirectUri) !== redirectUri) {
    throw new Refusal(400, 'invalid_redirect_uri')
  }
  const scopes = (query.get('scope') ?? 'read').split(' ')
  const back = new URL(redirectUri)
  back.searchParams.set('state', query.get('state') ?? '')
  if (scopes.some((scope) => !covers(app.scopes, scope))) {
    back.searchParams.set('error', 'invalid_scope')
  } else if (ledger.deniesSignIns) {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'The resource owner or authorization server denied the request.')
  } else {
    const [account] = ledger.accounts
    const grant: FakeMastodonGrant = {
      app,
      redirectUri,
      accountId: account?.id ?? '',
      scopes,
      code: randomUUID(),
      challenge: query.get('code_challenge') ?? undefined,
      token: undefined,
    }
    ledger.grants.push(grant)
    back.searchParams.set('code', grant.code)
  }
  return new Response(null, { status: 302, headers: { location: back.href } })
}

/** A code is good once, for the app that it was made for, with the verifier of its challenge. */
function trade(server: FakeServer, form: URLSearchParams) {
  const app = knownApp(server, form)
  const grant = server.ledger.grants.find(({ code }) => code === form.get('code'))
  const isProved = grant?.challenge === undefined || grant.challenge === challengeOf(form.get('code_verifier') ?? '')
  const isSame = grant?.app === app && form.get('redirect_uri') === grant.redirectUri
  if (!grant || grant.token !== undefined || !isProved || !isSame) throw new Refusal(400, 'invalid_grant')
  grant.token = `canary-mastodon-granted-${randomUUID()}`
  return {
    access_token: grant.token,
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
    created_at: Math.floor(server.tools.clock.now() / 1000),
  }
}

function knownApp({ ledger }: FakeServer, form: URLSearchParams): FakeMastodonApp {
  const app = ledger.apps.find(({ clientId }) => clientId === form.get('client_id'))
  if (app && form.get('client_secret') === app.clientSecret) return app
  throw new Refusal(401, 'invalid_client')
}

const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

const readForm = async (request: Request) => new URLSearchParams(await request.text())

/** https://docs.joinmastodon.org/entities/CredentialApplication/ */
function appEntity({ id, name, redirectUri, scopes, clientId, clientSecret }: FakeMastodonApp, website: string | null) {
  return {
    id,
    name,
    website,
    scopes,
    redirect_uri: redirectUri ?? '',
    redirect_uris: redirectUri === undefined ? [] : [redirectUri],
    client_id: clientId,
    client_secret: clientSecret,
    client_secret_expires_at: 0,
    vapid_key: 'fake',
  }
}

/** https://docs.joinmastodon.org/methods/oauth/#authorization-server-metadata */
function metadata(origin: string) {
  return {
    issuer: `${origin}/`,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    userinfo_endpoint: `${origin}/oauth/userinfo`,
    app_registration_endpoint: `${origin}/api/v1/apps`,
    scopes_supported: ['read', 'write', 'follow', 'push'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    service_documentation: 'https://docs.joinmastodon.org/',
  }
}
