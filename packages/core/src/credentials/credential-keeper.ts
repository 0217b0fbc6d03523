import { type Clock, type Credential, createError, type MaybePromise, type ScopedStore, TuttiError } from '@tutti/model'
import { CredentialRecords, type StoredCredential } from './credential-records.ts'
import { mergeCredential } from './merge-credential.ts'

/** A credential that ends this soon is renewed before it is used. */
const expiryMarginMs = 5_000
/** How long one process may take for a refresh before another one tries. */
const refreshLeaseMs = 60_000
const lockPollMs = 200

/** What a keeper is made of. */
export interface CredentialKeeperOptions {
  readonly channel: string
  /** What the app gave when the client started. */
  readonly given: Credential
  readonly store: ScopedStore
  readonly clock: Clock
  /** Asks the platform for a new one. Absent: the adapter can't. */
  readonly renew?: ((stale: Credential) => Promise<Credential>) | undefined
  onRenewed(credential: Credential): void
}

/**
 * The credential of one channel. A renewed one is durable before it is used; one renewal runs at a
 * time, over all processes of a store; a failed one never takes the present credential away.
 */
export class CredentialKeeper {
  readonly #options: CredentialKeeperOptions
  readonly #records: CredentialRecords
  #present: Credential | undefined
  #loading: Promise<Credential> | undefined
  #renewing: Promise<Credential | undefined> | undefined

  constructor(options: CredentialKeeperOptions) {
    this.#options = options
    this.#records = new CredentialRecords(options)
  }

  /** What is not secret of the present credential: what the app gave until the store was read. */
  get facts(): Credential['facts'] {
    return (this.#present ?? this.#options.given).facts
  }

  /** The present credential, renewed first when its time is over. */
  current(): MaybePromise<Credential> {
    const present = this.#present
    return present !== undefined && !this.#isOver(present) ? present : this.#readOrRenew()
  }

  /**
   * A newer credential than `stale`: what somebody else has made meanwhile, or a new one.
   * `undefined` when the adapter can't make one.
   * @throws TuttiError what the platform answered; the outcome is `not-sent`, for the request that
   * needed it has not been done
   */
  async refresh(stale: Credential): Promise<Credential | undefined> {
    const present = this.#present
    if (present !== undefined && present !== stale) return present
    if (this.#options.renew === undefined) return undefined
    this.#renewing ??= this.#renewLocked(stale, this.#options.renew).finally(() => {
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
    this.#loading ??= this.#records.read().then(
      (stored) => {
        this.#present ??= stored?.credential ?? this.#options.given
        return this.#present
      },
      (error: unknown) => {
        this.#loading = undefined
        throw error
      },
    )
    return this.#loading
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
    let fresh: Credential
    try {
      fresh = mergeCredential(stale, await renew(stale))
    } catch (error) {
      // Somebody whose lock had run out may have renewed it: then the refusal is about the old one.
      const afterwards = this.#takeNewer(await this.#records.read(), stale)
      if (afterwards !== undefined) return afterwards
      throw TuttiError.isInstance(error) ? createError({ ...error.toJSON(), outcome: 'not-sent', cause: error }) : error
    }
    await this.#records.write(fresh, stored?.version)
    this.#present = fresh
    this.#options.onRenewed(fresh)
    return fresh
  }

  #takeNewer(stored: StoredCredential | undefined, stale: Credential): Credential | undefined {
    if (stored === undefined || sameSecrets(stored.credential, stale)) return undefined
    this.#present = stored.credential
    return stored.credential
  }
}

function sameSecrets(a: Credential, b: Credential): boolean {
  const names = Object.keys(a.secrets)
  return names.length === Object.keys(b.secrets).length && names.every((name) => a.secrets[name] === b.secrets[name])
}
