import { type Credential, type JsonObject, type ScopedStore, StoreError } from '@tutti/model'
import { fingerprint } from './fingerprint.ts'

const collection = 'credentials'

/** A credential as it was found in the store. */
export interface StoredCredential {
  readonly credential: Credential
  readonly version: number
}

interface CredentialRecord extends JsonObject {
  readonly v: 1
  readonly credential: JsonObject
  /** The fingerprint of what the app had given when this one was derived from it. */
  readonly derivedFrom: string
}

/**
 * The renewed credential of one channel in the store. Everything that is read or written passes
 * here, so that encryption has one place to go.
 */
export class CredentialRecords {
  readonly #store: ScopedStore
  readonly #channel: string
  readonly #given: Credential
  #givenFingerprint: Promise<string> | undefined

  constructor(options: { readonly store: ScopedStore; readonly channel: string; readonly given: Credential }) {
    this.#store = options.store
    this.#channel = options.channel
    this.#given = options.given
  }

  /** The stored one, unless the app has given another credential since: then that one counts. */
  async read(): Promise<StoredCredential | undefined> {
    const found = await this.#store.documents.get<CredentialRecord>(collection, this.#channel)
    if (found === undefined || found.value.derivedFrom !== (await this.#derivedFrom())) return undefined
    // Written by `write` below, as a whole.
    return { credential: found.value.credential as unknown as Credential, version: found.version }
  }

  /**
   * Makes a renewed credential durable. Where somebody has written meanwhile, the renewed one still
   * counts: the platform gave it last, and the one before it may be void.
   */
  async write(credential: Credential, expectedVersion: number | undefined): Promise<void> {
    const value: CredentialRecord = {
      v: 1,
      credential: JSON.parse(JSON.stringify(credential)) as JsonObject,
      derivedFrom: await this.#derivedFrom(),
    }
    const { documents } = this.#store
    try {
      await documents.put(collection, this.#channel, value, expectedVersion ?? 'absent')
    } catch (error) {
      if (!StoreError.isInstance(error) || error.code !== 'store-conflict') throw error
      await documents.put(collection, this.#channel, value, 'any')
    }
  }

  #derivedFrom(): Promise<string> {
    this.#givenFingerprint ??= fingerprint(this.#given)
    return this.#givenFingerprint
  }
}
