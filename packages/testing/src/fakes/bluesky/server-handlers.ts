import { didDocument } from './did-document.ts'
import { type FakeBlueskyAccount, findAccount } from './ledger.ts'
import { invalidRequest, XrpcRefusal } from './refusal.ts'
import { signToken, verifyToken } from './tokens.ts'
import { type FakeNetwork, method, open, required } from './xrpc.ts'

/** Sessions, the server itself, and handles. */
export function serverHandlers(network: FakeNetwork) {
  const { ledger, tools, settings } = network

  const session = (account: FakeBlueskyAccount, origin: string) => ({
    did: account.did,
    didDoc: didDocument(account, origin),
    handle: account.handle,
    email: `${account.handle.split('.')[0]}@example.test`,
    emailConfirmed: false,
    active: true,
  })
  const tokens = (account: FakeBlueskyAccount) => ({
    accessJwt: signToken('access', account, tools, !settings.directMessages),
    refreshJwt: signToken('refresh', account, tools),
  })

  return [
    open('post', 'com.atproto.server.createSession', async (request, { origin }) => {
      const { identifier, password } = (await request.json()) as { identifier?: string; password?: string }
      if (identifier === undefined) throw invalidRequest('Missing required key "identifier" at $')
      if (password === undefined) throw invalidRequest('Missing required key "password" at $')
      const account = findAccount(ledger, identifier)
      if (account?.appPassword !== password) {
        throw new XrpcRefusal(401, 'AuthenticationRequired', 'Invalid identifier or password')
      }
      return { ...tokens(account), ...session(account, origin) }
    }),
    open('post', 'com.atproto.server.refreshSession', (request, { origin }) => {
      const account = verifyToken(request, 'refresh', ledger, tools.clock.now())
      return { ...tokens(account), ...session(account, origin) }
    }),
    open('post', 'com.atproto.server.deleteSession', (request) => {
      verifyToken(request, 'refresh', ledger, tools.clock.now())
      return {}
    }),
    method(network, 'get', 'com.atproto.server.getSession', ({ viewer, url }) => session(viewer, url.origin)),
    open('get', 'com.atproto.server.describeServer', () => ({
      did: 'did:web:bluesky.test',
      availableUserDomains: ['.test'],
      inviteCodeRequired: false,
      blobUploadLimit: settings.blobUploadLimitBytes,
      links: {},
      contact: {},
    })),
    open('get', 'com.atproto.identity.resolveHandle', (_request, { searchParams }) => {
      const account = findAccount(ledger, required(searchParams, 'handle'))
      if (!account) throw new XrpcRefusal(400, 'HandleNotFound', 'Unable to resolve handle')
      return { did: account.did }
    }),
  ]
}
