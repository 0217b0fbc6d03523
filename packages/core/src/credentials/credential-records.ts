import { type Credential, type JsonObject, StoreError } from '@tutti/model'
import { fingerprint } from './fingerprint.ts'
import { SealedRecords, type SealedRecordsOptions } from './sealed-records.ts'

/** Stands where a fingerprint of the given credential would: nothing was given, somebody signed in. */
const signedIn = 'sign-in'

/** A credential as it was found in the store. */
export interface StoredCredential {
  readonly credential: Credential
  readonly version: number
  /** Epoch milliseconds at which somebody began to renew it. Whoever finishes writes another in its place. */
  readonly renewalBegunAt?: number | undefined
}

/** What the records of one channel need. */
export interface CredentialRecordsOptions extends SealedRecordsOptions {
  readonly channel: string
  /** `undefined` when the channel takes what a sign-in has made. */
  readonly given: Credential | undefined
}

/** The renewed or signed-in credential of one channel in the store. */
export class CredentialRecords {
  readonly #records: SealedRecords
  readonly #channel: string
  readonly #given: Credential | undefined
  #origin: Promise<string> | undefined

  constructor(options: CredentialRecordsOptions) {
    this.#records = new SealedRecords('credentials', options)
    this.#channel = options.channel
    this.#given = options.given
  }

  /** Whether a renewed one can be kept. */
  get isWritable(): boolean {
    return this.#records.isWritable
  }

  /** The stored one, unless the app has given another credential since: then that one counts. */
  async read(): Promise<StoredCredential | undefined> {
    const found = await this.#records.read(this.#channel)
    if (found === undefined || found.value.derivedFrom !== (await this.#derivedFrom())) return undefined
    const { credential, renewalBegunAt } = found.value
    // Written by `write` below, as a whole.
    return {
      credential: credential as unknown as Credential,
      version: found.version,
      renewalBegunAt: typeof renewalBegunAt === 'number' ? renewalBegunAt : undefined,
    }
  }

  /**
   * Makes a credential durable. Where somebody has written meanwhile, this one still counts: the
   * platform gave it last, and the one before it may be void.
   * @throws StoreError `credential-key-missing`
   */
  async write(credential: Credential, expectedVersion: number | undefined): Promise<void> {
    const value = await this.#valueOf(credential)
    try {
      await this.#records.write(this.#channel, value, expectedVersion ?? 'absent')
    } catch (error) {
      if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
      await this.#records.write(this.#channel, value, 'any')
    }
  }

  /**
   * Writes down that a credential is being renewed, from that moment: before anybody hears of it.
   * @returns the new version
   * @throws StoreError `store-conflict` when somebody has written meanwhile, `credential-key-missing`
   */
  async mark(credential: Credential, renewalBegunAt: number, expectedVersion: number | undefined): Promise<number> {
    const value = { ...(await this.#valueOf(credential)), renewalBegunAt }
    return this.#records.write(this.#channel, value, expectedVersion ?? 'absent')
  }

  /** Takes such a mark back: the renewal has failed, and the credential is what it was. */
  async unmark(credential: Credential, markedVersion: number | undefined): Promise<void> {
    try {
      await this.#records.write(this.#channel, await this.#valueOf(credential), markedVersion ?? 'absent')
    } catch (error) {
      // Somebody has written another one: that has no mark.
      if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
    }
  }

  remove(): Promise<void> {
    return this.#records.remove(this.#channel)
  }

  async #valueOf(credential: Credential): Promise<JsonObject> {
    return {
      credential: JSON.parse(JSON.stringify(credential)) as JsonObject,
      derivedFrom: await this.#derivedFrom(),
    }
  }

  #derivedFrom(): Promise<string> {
    this.#origin ??= this.#given === undefined ? Promise.resolve(signedIn) : fingerprint(this.#given)
    return this.#origin
  }
}

/** The stored one, where it is another than `stale`. */
export function newerThan(stored: StoredCredential | undefined, stale: Credential): Credential | undefined {
  return stored === undefined || sameSecrets(stored.credential, stale) ? undefined : stored.credential
}

/** Whether two are of one grant. */
export function sameSecrets(a: Credential, b: Credential): boolean {
  const names = Object.keys(a.secrets)
  return names.length === Object.keys(b.secrets).length && names.every((name) => a.secrets[name] === b.secrets[name])
}
