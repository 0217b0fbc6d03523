import { HttpResponse, http, type RequestHandler } from 'msw'
import { identityHandlers } from '../../fake-identity/handlers.ts'
import { OAuthRefusal } from '../../fake-identity/proof.ts'
import { didDocument } from './did-document.ts'
import { findAccount } from './ledger.ts'
import type { FakeNetwork } from './xrpc.ts'

/**
 * A server that is the authorization server of its accounts, and their directory: PAR, PKCE, DPoP with nonces, refresh
 * tokens that rotate and give a thief away. Any client may come: one by the address of its metadata, which are not
 * read, or one for development, held to what its id says. Whoever is sent to the page is the account that was named, or the first.
 * https://atproto.com/specs/oauth, read 2026-11-29.
 */
export function oauthHandlers({ ledger, tools }: FakeNetwork): readonly RequestHandler[] {
  const settings = {
    dpop: true,
    checkRequest,
    subject: ({ login_hint: name }: Readonly<Record<string, string>>) =>
      ((name === undefined ? undefined : findAccount(ledger, name)) ?? ledger.accounts[0])?.did ?? '',
  }
  return [
    ...identityHandlers(ledger, tools, settings),
    http.get('*/.well-known/oauth-protected-resource', ({ request }) => {
      const { origin } = new URL(request.url)
      return HttpResponse.json({ resource: origin, authorization_servers: [origin], scopes_supported: [] })
    }),
    http.get(/\/did:plc:[a-z2-7]{24}$/, ({ request }) => {
      const { origin, pathname } = new URL(request.url)
      const account = findAccount(ledger, decodeURIComponent(pathname.slice(1)))
      if (account === undefined) return HttpResponse.json({ message: 'DID not registered' }, { status: 404 })
      return HttpResponse.json(didDocument(account, origin))
    }),
  ]
}

function checkRequest({ client_id = '', redirect_uri = '', scope = '' }: Readonly<Record<string, string>>): void {
  const scopes = scope.split(' ')
  if (!scopes.includes('atproto')) throw new OAuthRefusal('invalid_scope', 'The "atproto" scope is required')
  const id = new URL(client_id)
  if (id.protocol === 'https:') return
  if (id.origin !== 'http://localhost') throw new OAuthRefusal('invalid_client', 'Invalid client id', 401)
  const allowed = (id.searchParams.get('scope') ?? 'atproto').split(' ')
  if (scopes.some((one) => !allowed.includes(one))) throw new OAuthRefusal('invalid_scope', 'Scope is not allowed')
  const isKnown = id.searchParams.getAll('redirect_uri').some((one) => withoutPort(one) === withoutPort(redirect_uri))
  if (!isKnown) throw new OAuthRefusal('invalid_redirect_uri', 'Invalid redirect_uri')
}

/** The port of a loopback address may be any. */
function withoutPort(url: string): string {
  const { protocol, hostname, pathname } = new URL(url)
  return `${protocol}//${hostname}${pathname}`
}
