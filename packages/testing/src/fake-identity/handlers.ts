import { HttpResponse, http, type RequestHandler } from 'msw'
import type { FakeTools } from '../fake-platform/fake-platform.ts'
import { Grants } from './grants.ts'
import type { FakeIdentityLedger, FakeTokenFamily } from './ledger.ts'
import { checkProof, OAuthRefusal } from './proof.ts'
import type { FakeIdentitySettings } from './settings.ts'

type Form = Readonly<Record<string, string>>

/** The endpoints of a fake identity provider: metadata, PAR, the person's page, tokens, revocation. */
export function identityHandlers(
  ledger: FakeIdentityLedger,
  tools: FakeTools,
  settings: FakeIdentitySettings,
): readonly RequestHandler[] {
  const grants = new Grants(ledger, tools, settings)
  const proofOf = async (request: Request) =>
    settings.dpop ? checkProof(request, ledger, tools.clock.now()) : undefined
  const checkClient = (form: Form) => {
    if (form.client_id !== settings.clientId) throw new OAuthRefusal('invalid_client', 'unknown client', 401)
    if (settings.clientSecret !== undefined && form.client_secret !== settings.clientSecret) {
      throw new OAuthRefusal('invalid_client', `wrong secret ${form.client_secret}`, 401)
    }
  }
  const post = (path: string, answer: (form: Form, request: Request) => Promise<object>, status = 200) =>
    http.post(path, async ({ request }) => {
      const headers: Record<string, string> = settings.dpop ? { 'dpop-nonce': ledger.nonce } : {}
      try {
        const form = Object.fromEntries(new URLSearchParams(await request.text()))
        return HttpResponse.json(await answer(form, request), { status, headers })
      } catch (refusal) {
        if (!(refusal instanceof OAuthRefusal)) throw refusal
        const { error, description, status: refused } = refusal
        return HttpResponse.json({ error, error_description: description }, { status: refused, headers })
      }
    })
  return [
    http.get('*/.well-known/oauth-authorization-server', ({ request }) => {
      const { origin } = new URL(request.url)
      return HttpResponse.json({
        issuer: origin,
        authorization_endpoint: `${origin}/oauth/authorize`,
        token_endpoint: `${origin}/oauth/token`,
        revocation_endpoint: `${origin}/oauth/revoke`,
        authorization_response_iss_parameter_supported: true,
        ...(settings.dpop ? { pushed_authorization_request_endpoint: `${origin}/oauth/par` } : {}),
      })
    }),
    post(
      '*/oauth/par',
      async (form, request) => {
        const keyThumbprint = await proofOf(request)
        checkClient(form)
        const request_uri = `urn:ietf:params:oauth:request_uri:${tools.nextNumber()}`
        ledger.pushed.set(request_uri, { parameters: form, keyThumbprint })
        return { request_uri, expires_in: 60 }
      },
      201,
    ),
    http.get('*/oauth/authorize', ({ request }) => authorizePage(new URL(request.url), ledger, settings, grants)),
    post('*/oauth/token', async (form, request) => {
      const keyThumbprint = await proofOf(request)
      checkClient(form)
      if (form.grant_type === 'refresh_token') return grants.renew(form, keyThumbprint)
      return grants.redeem(form, keyThumbprint)
    }),
    http.get('*/oauth/userinfo', async ({ request }) => {
      const refusal = await findRefusal(request, ledger, tools, settings)
      if (refusal === undefined) return HttpResponse.json({ sub: familyOf(request, ledger)?.subject })
      const headers = {
        'www-authenticate': `${settings.dpop ? 'DPoP' : 'Bearer'} error="${refusal.error}"`,
        ...(settings.dpop && { 'dpop-nonce': ledger.nonce }),
      }
      return HttpResponse.json({ error: refusal.error }, { status: 401, headers })
    }),
    post('*/oauth/revoke', async (form, request) => {
      const keyThumbprint = await proofOf(request)
      checkClient(form)
      grants.revoke(form.token ?? '', keyThumbprint)
      return {}
    }),
  ]
}

/** The person agrees at once; with `decision=deny` in the address, they don't. */
function authorizePage(url: URL, ledger: FakeIdentityLedger, settings: FakeIdentitySettings, grants: Grants): Response {
  const asked = Object.fromEntries(url.searchParams)
  const pushed = ledger.pushed.get(asked.request_uri ?? '')
  ledger.pushed.delete(asked.request_uri ?? '')
  const found = settings.dpop ? pushed : { parameters: asked, keyThumbprint: undefined }
  if (
    found === undefined ||
    found.parameters.client_id !== settings.clientId ||
    asked.client_id !== settings.clientId
  ) {
    return new Response('unknown request or client', { status: 400 })
  }
  const { redirect_uri = '', state = '', code_challenge_method } = found.parameters
  if (code_challenge_method !== 'S256') return new Response('S256 is demanded', { status: 400 })
  const callback = new URL(redirect_uri)
  callback.searchParams.set('state', state)
  callback.searchParams.set('iss', url.origin)
  if (asked.decision === 'deny') callback.searchParams.set('error', 'access_denied')
  else callback.searchParams.set('code', grants.createCode(found))
  return new Response(null, { status: 302, headers: { location: callback.href } })
}

function familyOf(request: Request, { families }: FakeIdentityLedger): FakeTokenFamily | undefined {
  const token = readToken(request)
  return families.find(({ accessToken }) => accessToken === token)
}

function readToken(request: Request): string {
  return request.headers.get('authorization')?.split(' ')[1] ?? ''
}

/** Why a request to the protected resource is refused, or nothing. */
async function findRefusal(
  request: Request,
  ledger: FakeIdentityLedger,
  tools: FakeTools,
  settings: FakeIdentitySettings,
): Promise<OAuthRefusal | undefined> {
  const family = familyOf(request, ledger)
  if (family === undefined || family.revoked || family.accessTokenEndsAt <= tools.clock.now()) {
    return new OAuthRefusal('invalid_token', 'unknown, void or over')
  }
  if (!settings.dpop) return undefined
  try {
    const key = await checkProof(request, ledger, tools.clock.now(), readToken(request))
    return key === family.keyThumbprint ? undefined : new OAuthRefusal('invalid_token', 'another key')
  } catch (refusal) {
    if (refusal instanceof OAuthRefusal) return refusal
    throw refusal
  }
}
