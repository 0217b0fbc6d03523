import { guardedFetch } from '@tutti/adapter-kit'
import type { Credential } from '@tutti/model'
import { createTestContext, type FakeBluesky, fakeBluesky } from '@tutti/testing'
import { onTestFinished } from 'vitest'
import { bluesky } from '../../src/index.ts'

/** Where the person is sent back to. */
export const redirectUri = 'http://127.0.0.1:9/callback'

/** What the account's documents say, each of which a test may falsify. */
export interface Falsehoods {
  alsoKnownAs?: string
  pds?: string
  authorizationServer?: string
}

/** A fake network whose documents can be made to lie from then on. */
export async function startNetwork() {
  const fake = fakeBluesky()
  onTestFinished(() => fake.stop())
  const service = await fake.start()
  const lie = (on: (path: string) => boolean, change: (document: Record<string, unknown>) => object) =>
    fake.platform.faults.add(
      {
        kind: 'rewrite',
        rewrite: async (answer) => {
          const document = (await answer.json()) as Record<string, unknown>
          return Response.json({ ...document, ...change(document) })
        },
      },
      { on: ({ path }) => on(path), times: Number.POSITIVE_INFINITY },
    )
  return {
    fake,
    service,
    falsify({ alsoKnownAs, pds, authorizationServer }: Falsehoods): void {
      lie(
        (path) => path.startsWith('/did:plc:') || path.startsWith('/did%3Aplc%3A'),
        (document) => ({
          alsoKnownAs: alsoKnownAs === undefined ? document.alsoKnownAs : [alsoKnownAs],
          service: pds === undefined ? document.service : [{ type: 'AtprotoPersonalDataServer', serviceEndpoint: pds }],
        }),
      )
      lie(
        (path) => path === '/.well-known/oauth-protected-resource',
        (document) => ({
          authorization_servers:
            authorizationServer === undefined ? document.authorization_servers : [authorizationServer],
        }),
      )
    },
  }
}

/** The first account there. */
export function accountOf({ platform }: FakeBluesky): { readonly did: string; readonly handle: string } {
  const [account] = platform.ledger.accounts
  if (account === undefined) throw new Error('the fake has no account')
  return account
}

/** A network, an adapter on it, and a person who agrees to everything. */
export async function setUpSignIn(fetchOutside = guardedFetch()) {
  const network = await startNetwork()
  const { fake, service } = network
  const adapter = bluesky({ service, oauth: { plcDirectory: service } })
  const { authorizeUrl, exchangeCode } = adapter.operations
  const contextFor = (credential: Credential) => createTestContext(adapter, credential, { fetchOutside }).context
  const nobody = () => contextFor(adapter.channel().credential)
  const begin = (account?: string) =>
    authorizeUrl({ redirectUri, state: 'the-state-of-the-test', scopes: [], account }, nobody())
  return {
    ...network,
    adapter,
    account: accountOf(fake),
    contextFor,
    nobody,
    begin,
    async signIn(account?: string): Promise<Credential> {
      const { url, pending } = await begin(account)
      return exchangeCode({ callbackUrl: await fake.visitSignIn(url, 'agree'), pending }, nobody())
    },
  }
}

/** A guard that lets one server of this machine through. */
export function allowing(url: string) {
  return guardedFetch({ allowAddresses: ['127.0.0.1'], allowPorts: [Number(new URL(url).port)] })
}
