import { HttpResponse, http, type RequestHandler } from 'msw'
import type { FakeTools } from '../fake-platform/fake-platform.ts'
import { challengeOf, findAccess } from './access.ts'
import { Grants } from './grants.ts'
import type { FakeIdentityLedger } from './ledger.ts'
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
    if (form.client_id !== (settings.clientId ?? form.client_id) || !form.client_id)
      throw new OAuthRefusal('invalid_client', 'unknown client', 401)
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
        settings.checkRequest?.(form)
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
      try {
        const { subject } = await findAccess(request, ledger, tools.clock.now())
        return HttpResponse.json({ sub: subject })
      } catch (refusal) {
        if (!(refusal instanceof OAuthRefusal)) throw refusal
        const { error } = refusal
        return HttpResponse.json({ error }, { status: 401, headers: challengeOf(request, refusal, ledger) })
      }
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
  const clientId = settings.clientId ?? found?.parameters.client_id
  if (found === undefined || found.parameters.client_id !== clientId || asked.client_id !== clientId) {
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
