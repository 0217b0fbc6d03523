import { AuthenticationError, type Credential, createError, StoreError, TuttiError } from '@tutti/model'
import type { CredentialKeeperOptions } from './credential-keeper.ts'
import { type CredentialRecords, newerThan, type StoredCredential, sameSecrets } from './credential-records.ts'
import { notConnected } from './errors.ts'
import { mergeCredential } from './merge-credential.ts'

/** How long one process may hold the lock. */
const leaseMs = 60_000
/** Longer than a renewal lasts, also one that outlives its lock: each of its few requests ends after 30 s. */
export const longestRenewalMs = 2 * leaseMs
const lockPollMs = 200

/** What counts after a renewal. */
export interface Renewed {
  readonly credential: Credential
  /** Whether it was made here; otherwise somebody else was faster. */
  readonly isOurs: boolean
}

/** What a renewal needs of its keeper. */
export interface RenewalOptions
  extends Pick<CredentialKeeperOptions, 'channel' | 'store' | 'clock' | 'signsIn' | 'unfinishedRenewal' | 'onUnkept'> {
  readonly records: CredentialRecords
  readonly renew: NonNullable<CredentialKeeperOptions['renew']>
}

/** A new pair, and the version of the record that it replaces. */
interface Granted {
  readonly stale: Credential
  readonly fresh: Credential
  readonly version: number | undefined
}

/** Makes new credentials of one channel: one at a time over all processes of a store, each durable before it is used. */
export class CredentialRenewal {
  readonly #options: RenewalOptions
  /** What a store that failed has not taken yet: the platform gives it only once. */
  #unwritten: Granted | undefined

  constructor(options: RenewalOptions) {
    this.#options = options
  }

  /**
   * Something newer than `stale`.
   * @throws AuthenticationError `renewal-unfinished`, `not-connected`
   * @throws TuttiError what the platform answered, with the outcome `not-sent`
   */
  async run(stale: Credential): Promise<Renewed> {
    const { store, clock, channel } = this.#options
    const name = `credential:${channel}`
    for (;;) {
      const lock = await store.locks.acquire(name, { now: clock.now(), leaseMs })
      if (lock === undefined) {
        await clock.sleep(lockPollMs)
        continue
      }
      try {
        return await this.#renew(stale)
      } finally {
        // A lock that can't be released ends by itself; what was renewed counts.
        await store.locks.release(lock).catch(() => false)
      }
    }
  }

  async #renew(stale: Credential): Promise<Renewed> {
    const { records, channel, signsIn } = this.#options
    const stored = await records.read()
    const newer = newerThan(stored, stale)
    if (newer !== undefined) return { credential: newer, isOurs: false }
    // Disconnected meanwhile, by another process: a renewal would bring it back.
    if (stored === undefined && signsIn) throw notConnected(channel)
    const held = this.#unwritten
    const granted = held && sameSecrets(held.stale, stale) ? held : await this.#ask(stale, stored)
    if ('isOurs' in granted) return granted
    this.#unwritten = granted
    await this.#keep(granted)
    this.#unwritten = undefined
    return { credential: granted.fresh, isOurs: true }
  }

  /** Asks the platform, with a mark in the store for as long as nobody knows what came of it. */
  async #ask(stale: Credential, stored: StoredCredential | undefined): Promise<Granted | Renewed> {
    const { records, renew } = this.#options
    if (stored?.renewalBegunAt !== undefined && this.#isMarking(stale)) {
      return this.#awaitHolder(stale, stored.renewalBegunAt)
    }
    let version: number | undefined
    try {
      version = await this.#mark(stale, stored)
    } catch (error) {
      // Somebody has signed in anew, or sealed it with another key.
      if (StoreError.isInstance(error) && error.code === 'store-conflict') return this.#renew(stale)
      throw error
    }
    try {
      return { stale, fresh: mergeCredential(stale, await renew(stale)), version }
    } catch (error) {
      // Somebody whose lock had run out may have renewed it: then the refusal is about the old one.
      const afterwards = newerThan(await records.read(), stale)
      if (afterwards !== undefined) return { credential: afterwards, isOurs: false }
      if (this.#isMarking(stale) && !wasBrokenOff(error)) await records.unmark(stale, version)
      throw TuttiError.isInstance(error) ? createError({ ...error.toJSON(), outcome: 'not-sent', cause: error }) : error
    }
  }

  /** Whoever has begun held the lock that is ours now: it has ended, unless it is slow. */
  async #awaitHolder(stale: Credential, renewalBegunAt: number): Promise<Renewed> {
    const { clock, channel } = this.#options
    if (clock.now() >= renewalBegunAt + longestRenewalMs) throw renewalUnfinished(channel)
    await clock.sleep(lockPollMs)
    return this.#renew(stale)
  }

  /** @returns the version of the record that the new pair will replace */
  async #mark(stale: Credential, stored: StoredCredential | undefined): Promise<number | undefined> {
    if (!this.#isMarking(stale)) return stored?.version
    const { records, clock } = this.#options
    return records.mark(stale, clock.now(), stored?.version)
  }

  /** Whether the old credential may be void once a renewal has left: a refresh token is, where the platform rotates. */
  #isMarking({ secrets }: Credential): boolean {
    const { unfinishedRenewal = 'ask', records } = this.#options
    return unfinishedRenewal === 'ask' && Boolean(secrets.refreshToken) && records.isWritable
  }

  async #keep({ fresh, version }: Granted): Promise<void> {
    const { records, onUnkept } = this.#options
    if (records.isWritable) return records.write(fresh, version)
    // One of a version that knew no encryption is void after this renewal.
    if (version !== undefined) await records.remove()
    onUnkept?.()
  }
}

/** The client was closed while the answer was on its way: as after a crash, nobody knows. */
function wasBrokenOff(error: unknown): boolean {
  return TuttiError.isInstance(error) && error.code === 'aborted' && error.outcome === 'unknown'
}

function renewalUnfinished(channel: string): AuthenticationError {
  const message = `a renewal of the credential of ${channel} was begun and never finished: the old one may be void`
  return new AuthenticationError({ code: 'renewal-unfinished', message, channel, outcome: 'not-sent' })
}
