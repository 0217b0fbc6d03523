import { AuthenticationError, type Clock, type Credential, type MaybePromise } from '@tutti/model'
import { CredentialRecords, newerThan } from './credential-records.ts'
import { CredentialRenewal, longestRenewalMs } from './credential-renewal.ts'
import { notConnected } from './errors.ts'
import type { SealedRecordsOptions } from './sealed-records.ts'

/** A credential that ends this soon is renewed before it is used. */
const expiryMarginMs = 5_000

/** What to do about a renewal that a process has begun and not finished. */
export type UnfinishedRenewal = 'ask' | 'retry'

/** What a keeper is made of. */
export interface CredentialKeeperOptions extends SealedRecordsOptions {
  readonly channel: string
  /** What the app gave when the client started. */
  readonly given: Credential
  /** Whether the credential comes from a sign-in; then `given` has facts only. */
  readonly signsIn?: boolean | undefined
  readonly clock: Clock
  /** Asks the platform for a new one. Absent: the adapter can't. */
  readonly renew?: ((stale: Credential) => Promise<Credential>) | undefined
  /** See `TuttiOptions.unfinishedRenewal`. */
  readonly unfinishedRenewal?: UnfinishedRenewal | undefined
  onRenewed(credential: Credential): void
  /** Told of each credential that is used from then on. */
  onPresent?(credential: Credential): void
  /** Told when a renewed one is kept in memory alone, for want of a key. */
  onUnkept?(): void
}

/**
 * The credential of one channel. A renewed one is durable before it is used; one renewal runs at a
 * time, over all processes of a store; a failed one never takes the present credential away.
 * Without a key nothing is written: then a renewed one lives as long as the process.
 */
export class CredentialKeeper {
  readonly #options: CredentialKeeperOptions
  readonly #records: CredentialRecords
  #present: Credential | undefined
  #loading: Promise<Credential> | undefined
  readonly #renewal: CredentialRenewal | undefined
  #renewing: Promise<Credential> | undefined

  constructor(options: CredentialKeeperOptions) {
    this.#options = options
    const records = new CredentialRecords({ ...options, given: options.signsIn ? undefined : options.given })
    this.#records = records
    const { renew } = options
    if (renew !== undefined) this.#renewal = new CredentialRenewal({ ...options, records, renew })
  }

  /** Whether the credential comes from a sign-in. */
  get signsIn(): boolean {
    return this.#options.signsIn ?? false
  }

  /** What is not secret of the present credential: what the app gave until the store was read. */
  get facts(): Credential['facts'] {
    return (this.#present ?? this.#options.given).facts
  }

  /**
   * The present credential, renewed first when its time is over.
   * @throws AuthenticationError `not-connected` while nobody has signed in
   */
  current(): MaybePromise<Credential> {
    const present = this.#present
    return present !== undefined && !this.#isOver(present) ? present : this.#readOrRenew()
  }

  /**
   * The credential as it is, without renewing it; `undefined` while nobody has signed in. Reads the store anew.
   * `isStuck`: a renewal was begun longer ago than any lasts, and none will be tried again.
   */
  async look(): Promise<{ readonly credential: Credential; readonly isStuck: boolean } | undefined> {
    const stored = await this.#records.read()
    if (stored !== undefined) {
      const { unfinishedRenewal = 'ask', clock } = this.#options
      const { credential, renewalBegunAt = Number.POSITIVE_INFINITY } = stored
      const isStuck = unfinishedRenewal === 'ask' && renewalBegunAt + longestRenewalMs <= clock.now()
      return { credential: this.#use(credential), isStuck }
    }
    if (this.signsIn) this.#present = undefined
    return this.signsIn ? undefined : { credential: this.#present ?? this.#options.given, isStuck: false }
  }

  /**
   * Takes what a sign-in has made: durable when it returns.
   * @throws StoreError `credential-key-missing`
   */
  async adopt(credential: Credential): Promise<void> {
    await this.#records.write(credential, undefined)
    this.#use(credential)
  }

  /** Forgets what a sign-in has made. */
  async forget(): Promise<void> {
    await this.#records.remove()
    this.#present = undefined
  }

  /**
   * A newer credential than `stale`: what somebody else has made meanwhile, or a new one.
   * `undefined` when there is none, and the adapter can't make one.
   * @throws AuthenticationError `renewal-unfinished`
   * @throws TuttiError what the platform answered; the outcome is `not-sent`, for the request that
   * needed it has not been done
   */
  async refresh(stale: Credential): Promise<Credential | undefined> {
    const present = this.#present
    if (present !== undefined && present !== stale) return present
    // Somebody may have signed in anew in another process.
    if (this.#renewal === undefined) return this.#takeNewer(stale)
    this.#renewing ??= this.#renew(stale, this.#renewal).finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  async #readOrRenew(): Promise<Credential> {
    const present = this.#present ?? (await this.#load())
    return this.#isOver(present) ? ((await this.refresh(present)) ?? present) : present
  }

  #isOver({ expiresAt }: Credential): boolean {
    const { renew, clock } = this.#options
    return expiresAt !== undefined && renew !== undefined && expiresAt <= clock.now() + expiryMarginMs
  }

  #load(): Promise<Credential> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #read(): Promise<Credential> {
    const stored = await this.#records.read()
    if (this.#present !== undefined) return this.#present
    if (stored === undefined && this.signsIn) throw notConnected(this.#options.channel)
    return this.#use(stored?.credential ?? this.#options.given)
  }

  async #takeNewer(stale: Credential): Promise<Credential | undefined> {
    const newer = newerThan(await this.#records.read(), stale)
    return newer === undefined ? undefined : this.#use(newer)
  }

  #use(credential: Credential): Credential {
    this.#present = credential
    this.#options.onPresent?.(credential)
    return credential
  }

  async #renew(stale: Credential, renewal: CredentialRenewal): Promise<Credential> {
    try {
      const { credential, isOurs } = await renewal.run(stale)
      this.#use(credential)
      if (isOurs) this.#options.onRenewed(credential)
      return credential
    } catch (error) {
      if (AuthenticationError.isInstance(error) && error.code === 'not-connected') this.#present = undefined
      throw error
    }
  }
}
