import {
  discoverAuthorizationServer,
  dpopAuthorization,
  exchangeAuthorizationCode,
  type OAuthContext,
  type OAuthParty,
  refreshTokens,
  revokeTokens,
  startAuthorization,
} from '@tutti/adapter-kit'
import { type Credential, defineAdapter } from '@tutti/model'

const sourced = { source: 'https://identity.test/docs', checkedAt: '2026-11-25' }

/** Options of `identityAdapter`. */
export interface IdentityAdapterOptions {
  readonly server: string
  /** As the provider's settings say. */
  readonly dpop?: boolean | undefined
  readonly clientSecret?: string | undefined
  /** The scopes that operations need; none when absent. */
  readonly scopes?: Readonly<Record<string, readonly string[]>> | undefined
}

/**
 * An adapter for tests of signing in: over a `fakeIdentityProvider` for the client `https://app.test/client.json` it
 * signs in, says who is signed in, renews and revokes; nothing else.
 */
export function identityAdapter({ server, dpop, clientSecret, scopes = {} }: IdentityAdapterOptions) {
  const partyOn = async (context: OAuthContext): Promise<OAuthParty> => ({
    server: await discoverAuthorizationServer(context, { issuer: server, bucket: 'oauth' }),
    client: { clientId: 'https://app.test/client.json', clientSecret },
    bucket: 'oauth',
    dpop,
  })
  return defineAdapter({
    specVersion: 'v0',
    id: 'identity',
    displayName: 'Identity',
    limits: {
      text: [{ ...sourced, unit: 'characters', maximum: 100 }],
      media: {},
      maxMedia: 0,
      mixedMedia: false,
      visibilities: ['public'],
      maxLanguages: 1,
      fields: [],
      requires: 'text',
    },
    auth: { kind: 'oauth2', scopes },
    buckets: { oauth: { ...sourced, per: 'server', windows: [{ budget: 10_000, windowMs: 60_000 }] } },
    guarantees: { ...sourced, publish: [{ kind: 'none' }], lateCommitMs: 0, consistencyMs: 0 },
    operations: {
      async authorizeUrl(request, context) {
        const parameters = request.account === undefined ? {} : { login_hint: request.account }
        return startAuthorization(context, await partyOn(context), { request, parameters, facts: { server } })
      },
      async exchangeCode(input, context): Promise<Credential> {
        const { secrets, expiresAt, scopes, rest } = await exchangeAuthorizationCode(
          context,
          await partyOn(context),
          input,
        )
        return { secrets, expiresAt, scopes, facts: { server, subject: rest.sub ?? '' } }
      },
      async refreshCredential({ credential }, context): Promise<Credential> {
        const { secrets, expiresAt, scopes } = await refreshTokens(context, await partyOn(context), credential)
        return { secrets, expiresAt, scopes, facts: credential.facts }
      },
      async revokeCredential({ credential }, context) {
        await revokeTokens(context, await partyOn(context), credential)
        return { warnings: [], raw: undefined }
      },
      async fetchProfile(_input, context) {
        const { body } = await context.http.request({ method: 'GET', url: '/oauth/userinfo', bucket: 'oauth' })
        const { sub } = body as { sub: string }
        return { ref: { v: 1, kind: 'profile', platform: 'identity', id: sub }, handle: sub, raw: body }
      },
    },
    baseUrl: () => server,
    // biome-ignore lint/suspicious/noConfusingVoidType: only `void` lets callers leave the argument out
    parseCredential: (input: Credential | void): Credential => input ?? { secrets: {}, facts: { server } },
    parsePlatformOptions: () => ({}),
    authorize: (input) =>
      dpop
        ? dpopAuthorization(input)
        : { headers: { authorization: `Bearer ${input.credential.secrets.accessToken}` } },
    countText: (text) => text.length,
  })
}
