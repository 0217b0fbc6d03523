import { type Credential, type JsonObject, StoreError } from '@tutti/model'
import { fingerprint } from './fingerprint.ts'
import { SealedRecords, type SealedRecordsOptions } from './sealed-records.ts'

/** Stands where a fingerprint of the given credential would: nothing was given, somebody signed in. */
const signedIn = 'sign-in'

/** A credential as it was found in the store. */
export interface StoredCredential {
  readonly credential: Credential
  readonly version: number
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
    // Written by `write` below, as a whole.
    return { credential: found.value.credential as unknown as Credential, version: found.version }
  }

  /**
   * Makes a credential durable. Where somebody has written meanwhile, this one still counts: the
   * platform gave it last, and the one before it may be void.
   * @throws StoreError `credential-key-missing`
   */
  async write(credential: Credential, expectedVersion: number | undefined): Promise<void> {
    const value: JsonObject = {
      credential: JSON.parse(JSON.stringify(credential)) as JsonObject,
      derivedFrom: await this.#derivedFrom(),
    }
    try {
      await this.#records.write(this.#channel, value, expectedVersion ?? 'absent')
    } catch (error) {
      if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
      await this.#records.write(this.#channel, value, 'any')
    }
  }

  remove(): Promise<void> {
    return this.#records.remove(this.#channel)
  }

  #derivedFrom(): Promise<string> {
    this.#origin ??= this.#given === undefined ? Promise.resolve(signedIn) : fingerprint(this.#given)
    return this.#origin
  }
}
