import { InvalidInputError, StoreError, TuttiError } from '@tutti/model'
import type { ChannelSource } from '../channels/channel-source.ts'
import { runCredentialOperation } from '../channels/credential-context.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { ChannelSurroundings } from '../channels/surroundings.ts'
import { endOf, isRenewable } from '../credentials/expiry-watch.ts'
import { unsupportedError } from '../errors/call-errors.ts'
import { checkAuthorizeInput, readState } from './check-input.ts'
import { findMissingScopes, scopesFor } from './scopes.ts'
import { SignInRecords } from './sign-in-records.ts'
import type { AccountStatus, Accounts } from './types.ts'

/** Makes `tutti.accounts`. No I/O. */
export function createAccounts(
  source: ChannelSource,
  surroundings: ChannelSurroundings,
  assertOpen: () => void,
): Accounts {
  const { tenant, store, clock, credentialKeys: keys } = surroundings
  const records = new SignInRecords({ tenant, store, keys })
  const open = async (id: string): Promise<OpenChannel> => {
    assertOpen()
    return source.open(id)
  }
  return {
    async authorize(input, options) {
      assertOpen()
      checkAuthorizeInput(input)
      const { channel: id, redirectUri, scopes, operations, account } = input
      const channel = await open(id)
      const { authorizeUrl, exchangeCode } = channel.adapter.operations
      if (authorizeUrl === undefined || exchangeCode === undefined) {
        throw unsupportedError(channel.adapter, 'authorizeUrl')
      }
      requireNothingGiven(channel)
      requireKey(channel)
      const request = {
        redirectUri,
        state: randomState(),
        scopes: scopes ?? scopesFor(channel.adapter, operations),
        account,
      }
      const noCredential = { secrets: {}, facts: channel.keeper.facts }
      const { url, pending } = await runCredentialOperation(
        channel,
        'authorizeUrl',
        noCredential,
        (context) => authorizeUrl(request, context),
        options,
      )
      await records.keep({ channel: id, pending }, clock.now())
      return { url, state: request.state, expiresAt: pending.expiresAt }
    },
    async complete(input, options) {
      assertOpen()
      const { state, callbackUrl } = readState(input)
      const { channel: id, pending } = await records.take(state, clock.now())
      const channel = await open(id)
      const { exchangeCode } = channel.adapter.operations
      if (exchangeCode === undefined) throw unsupportedError(channel.adapter, 'exchangeCode')
      requireNothingGiven(channel)
      const { secrets, facts } = pending
      const credential = await runCredentialOperation(
        channel,
        'exchangeCode',
        { secrets, facts },
        (context) => exchangeCode({ callbackUrl, pending }, context),
        options,
      )
      await channel.keeper.adopt(credential)
      channel.account.forget()
      return readStatus(channel)
    },
    status: async (id) => readStatus(await open(id)),
    async *list() {
      assertOpen()
      for await (const id of source.list()) yield await readStatus(await open(id))
    },
    async disconnect(id, options) {
      const channel = await open(id)
      requireNothingGiven(channel)
      const { revokeCredential } = channel.adapter.operations
      const { credential } = (await channel.keeper.look()) ?? {}
      const warnings = []
      let revoked = false
      if (credential !== undefined && revokeCredential !== undefined) {
        try {
          const run = (context: Parameters<typeof revokeCredential>[1]) => revokeCredential({ credential }, context)
          const answer = await runCredentialOperation(channel, 'revokeCredential', credential, run, options)
          warnings.push(...answer.warnings)
          revoked = true
        } catch (error) {
          // Forgotten all the same: whoever disconnects wants the app to lose access.
          if (!TuttiError.isInstance(error)) throw error
          warnings.push({ code: 'not-revoked', message: `the credential may still work there: ${error.message}` })
        }
      }
      await channel.keeper.forget()
      channel.account.forget()
      return { channel: id, revoked, warnings }
    },
  }
}

async function readStatus(channel: OpenChannel): Promise<AccountStatus> {
  const { id, adapter, keeper, surroundings } = channel
  const place = { channel: id, platform: adapter.id }
  const found = await keeper.look()
  if (found === undefined) {
    return { ...place, state: 'missing', facts: keeper.facts, missingScopes: {}, renewable: false }
  }
  const { credential, isStuck } = found
  const { facts, scopes, expiresAt, renewableUntil } = credential
  const renewable = !isStuck && isRenewable(adapter, credential)
  const endsAt = isStuck ? expiresAt : endOf(adapter, credential)
  const isOver = endsAt !== undefined && endsAt <= surroundings.clock.now()
  return {
    ...place,
    state: isOver ? 'expired' : keeper.signsIn ? 'connected' : 'given',
    facts,
    scopes,
    missingScopes: findMissingScopes(adapter, scopes),
    expiresAt,
    renewable,
    renewableUntil,
  }
}

/** A sign-in's credential would never be used beside one that the app gives. */
function requireNothingGiven({ id, keeper }: OpenChannel): void {
  if (keeper.signsIn) return
  throw new InvalidInputError({
    code: 'invalid-input',
    message: `the channel ${id} has a credential in its options, which counts`,
    path: 'channel',
    advice: 'Leave the credential out of channel(…), so that the channel takes the one of the sign-in.',
  })
}

/** Before the person is sent anywhere, not when they come back. */
function requireKey({ id, surroundings }: OpenChannel): void {
  if (surroundings.credentialKeys !== undefined) return
  const message = `signing in on ${id} would put a credential into a durable store, and there is no credentialKey`
  throw new StoreError({ code: 'credential-key-missing', message, channel: id })
}

function randomState(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
