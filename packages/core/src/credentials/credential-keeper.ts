import {
  AuthenticationError,
  type Clock,
  type Credential,
  createError,
  type MaybePromise,
  TuttiError,
} from '@tutti/model'
import { CredentialRecords, type StoredCredential } from './credential-records.ts'
import { mergeCredential } from './merge-credential.ts'
import type { SealedRecordsOptions } from './sealed-records.ts'

/** A credential that ends this soon is renewed before it is used. */
const expiryMarginMs = 5_000
/** How long one process may take for a refresh before another one tries. */
const refreshLeaseMs = 60_000
const lockPollMs = 200

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
  #renewing: Promise<Credential | undefined> | undefined

  constructor(options: CredentialKeeperOptions) {
    this.#options = options
    this.#records = new CredentialRecords({ ...options, given: options.signsIn ? undefined : options.given })
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

  /** The credential as it is, without renewing it; `undefined` while nobody has signed in. Reads the store anew. */
  async look(): Promise<Credential | undefined> {
    const stored = await this.#records.read()
    if (stored !== undefined) return this.#use(stored.credential)
    if (this.signsIn) this.#present = undefined
    return this.signsIn ? undefined : (this.#present ?? this.#options.given)
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
   * @throws TuttiError what the platform answered; the outcome is `not-sent`, for the request that
   * needed it has not been done
   */
  async refresh(stale: Credential): Promise<Credential | undefined> {
    const present = this.#present
    if (present !== undefined && present !== stale) return present
    const { renew } = this.#options
    // Somebody may have signed in anew in another process.
    if (renew === undefined) return this.#takeNewer(await this.#records.read(), stale)
    this.#renewing ??= this.#renewLocked(stale, renew).finally(() => {
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

  #use(credential: Credential): Credential {
    this.#present = credential
    this.#options.onPresent?.(credential)
    return credential
  }

  async #renewLocked(stale: Credential, renew: (stale: Credential) => Promise<Credential>) {
    const { store, clock, channel } = this.#options
    const name = `credential:${channel}`
    for (;;) {
      const lock = await store.locks.acquire(name, { now: clock.now(), leaseMs: refreshLeaseMs })
      if (lock === undefined) {
        await clock.sleep(lockPollMs)
        continue
      }
      try {
        return await this.#renew(stale, renew)
      } finally {
        // A lock that can't be released ends by itself; what was renewed counts.
        await store.locks.release(lock).catch(() => false)
      }
    }
  }

  async #renew(stale: Credential, renew: (stale: Credential) => Promise<Credential>): Promise<Credential> {
    const stored = await this.#records.read()
    const newer = this.#takeNewer(stored, stale)
    if (newer !== undefined) return newer
    if (stored === undefined && this.signsIn) {
      // Disconnected meanwhile, by another process: a renewal would bring it back.
      this.#present = undefined
      throw notConnected(this.#options.channel)
    }
    let fresh: Credential
    try {
      fresh = mergeCredential(stale, await renew(stale))
    } catch (error) {
      // Somebody whose lock had run out may have renewed it: then the refusal is about the old one.
      const afterwards = this.#takeNewer(await this.#records.read(), stale)
      if (afterwards !== undefined) return afterwards
      throw TuttiError.isInstance(error) ? createError({ ...error.toJSON(), outcome: 'not-sent', cause: error }) : error
    }
    await this.#keep(fresh, stored)
    this.#use(fresh)
    this.#options.onRenewed(fresh)
    return fresh
  }

  async #keep(fresh: Credential, stored: StoredCredential | undefined): Promise<void> {
    if (this.#records.isWritable) return this.#records.write(fresh, stored?.version)
    // One of a version that knew no encryption is void after this renewal.
    if (stored !== undefined) await this.#records.remove()
    this.#options.onUnkept?.()
  }

  #takeNewer(stored: StoredCredential | undefined, stale: Credential): Credential | undefined {
    if (stored === undefined || sameSecrets(stored.credential, stale)) return undefined
    return this.#use(stored.credential)
  }
}

function notConnected(channel: string): AuthenticationError {
  const message = `the channel ${channel} is not connected: nobody has signed in`
  return new AuthenticationError({ code: 'not-connected', message, channel })
}

function sameSecrets(a: Credential, b: Credential): boolean {
  const names = Object.keys(a.secrets)
  return names.length === Object.keys(b.secrets).length && names.every((name) => a.secrets[name] === b.secrets[name])
}
