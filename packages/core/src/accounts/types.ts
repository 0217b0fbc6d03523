import type { CallOptions, JsonObject, OperationName, Warning } from '@tutti/model'
import type { MissingScopes } from './scopes.ts'

/** Input of `tutti.accounts.authorize`. */
export interface AuthorizeAccountInput<ChannelId extends string = string> {
  readonly channel: ChannelId
  /** Where the platform sends the person back to; must be one that the developer app has registered. */
  readonly redirectUri: string
  /** What to ask for, in the platform's words; what `operations` need when absent. */
  readonly scopes?: readonly string[] | undefined
  /** What the app is going to do; everything that the adapter can when absent. */
  readonly operations?: readonly OperationName[] | undefined
  /** Whose account, where the platform wants to know before: handle, DID or server. */
  readonly account?: string | undefined
}

/** A sign-in that has begun. */
export interface AccountSignIn {
  /** Send the person there. */
  readonly url: string
  /** Comes back with the person. Keep it in their session and compare, so that nobody finishes another's sign-in. */
  readonly state: string
  /** Epoch milliseconds after which `complete` refuses it. */
  readonly expiresAt: number
}

/** How a channel is connected. Nothing in it is secret. */
export interface AccountStatus<ChannelId extends string = string> {
  readonly channel: ChannelId
  readonly platform: string
  /** `given`: the credential stands in the channel's options. `expired`: only a new sign-in helps. */
  readonly state: 'connected' | 'given' | 'missing' | 'expired'
  /** Server, handle, id: what the adapter keeps beside the secrets. */
  readonly facts: JsonObject
  readonly scopes?: readonly string[] | undefined
  /** The operations that were not granted what they need. */
  readonly missingScopes: MissingScopes
  /** Epoch milliseconds at which the credential ends, where the platform said so. */
  readonly expiresAt?: number | undefined
  /** Whether it is renewed by itself then. */
  readonly renewable: boolean
  /** Epoch milliseconds at which renewing ends too, where the platform said so. */
  readonly renewableUntil?: number | undefined
}

/** What became of `disconnect`. */
export interface DisconnectedAccount<ChannelId extends string = string> {
  readonly channel: ChannelId
  /** Whether the platform has made the credential void. It is forgotten here in any case. */
  readonly revoked: boolean
  readonly warnings: readonly Warning[]
}

/** Connects the accounts of channels that were given no credential. */
export interface Accounts<ChannelId extends string = string> {
  /**
   * Begins a sign-in. What must be kept meanwhile stands encrypted in the store, for ten minutes.
   * @throws UnsupportedOperationError `unsupported-operation` when the adapter can't sign in
   * @throws InvalidInputError `invalid-input` when the channel has a credential of its own
   * @throws StoreError `credential-key-missing` when the store is durable and there is no `credentialKey`
   */
  authorize(input: AuthorizeAccountInput<ChannelId>, options?: CallOptions): Promise<AccountSignIn>
  /**
   * Finishes a sign-in with the address that the person came back to; in any process of the store. Works once.
   * @throws AuthenticationError `sign-in-invalid`, `sign-in-denied`, `unauthorized`
   */
  complete(input: { readonly callbackUrl: string }, options?: CallOptions): Promise<AccountStatus<ChannelId>>
  /** @throws InvalidInputError `unknown-channel` */
  status(channel: ChannelId): Promise<AccountStatus<ChannelId>>
  /** All channels, also those that nobody has connected. */
  list(): AsyncIterable<AccountStatus<ChannelId>>
  /**
   * Makes the credential void where the platform can, and forgets it.
   * @throws InvalidInputError `invalid-input` when the channel has a credential of its own
   */
  disconnect(channel: ChannelId, options?: CallOptions): Promise<DisconnectedAccount<ChannelId>>
}
