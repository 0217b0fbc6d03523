import { type JsonObject, type ScopedStore, StoreError } from '@tutti/model'
import type { SealedValue, SealingKeys } from './sealing-keys.ts'

/** A sealed record as it was found. */
export interface OpenedRecord {
  readonly value: JsonObject
  readonly version: number
}

/** What sealed records need. */
export interface SealedRecordsOptions {
  readonly store: ScopedStore
  readonly tenant: string
  /** Absent where nothing secret may be written: the store is durable and the app gave no key. */
  readonly keys: SealingKeys | undefined
}

/** One collection of the store whose values are secret. Nothing of them is written in the clear. */
export class SealedRecords {
  readonly #options: SealedRecordsOptions
  readonly #collection: string

  constructor(collection: string, options: SealedRecordsOptions) {
    this.#collection = collection
    this.#options = options
  }

  /** Whether there is a key to write with. */
  get isWritable(): boolean {
    return this.#options.keys !== undefined
  }

  /**
   * A record that is in the clear, or sealed with an older key, is sealed anew on the way.
   * @throws StoreError `credential-unreadable`; `credential-key-missing` when it is sealed and there is no key
   */
  async read(id: string): Promise<OpenedRecord | undefined> {
    const { store, keys } = this.#options
    const found = await store.documents.get<JsonObject>(this.#collection, id)
    if (found === undefined) return undefined
    const { value: stored, version } = found
    if (!isSealed(stored)) {
      // Of a version of Tutti that knew no encryption.
      return keys === undefined ? { value: stored, version } : this.#sealAnew(id, stored, version)
    }
    if (keys === undefined) throw keyMissing('the credentials in the store are encrypted')
    const { value, isNewest } = await keys.open(this.#place(id), stored)
    // Written by `write` below, as a whole.
    const opened = value as JsonObject
    return isNewest ? { value: opened, version } : this.#sealAnew(id, opened, version)
  }

  /**
   * @returns the new version
   * @throws StoreError `store-conflict` when the expectation does not hold, `credential-key-missing`
   */
  async write(id: string, value: JsonObject, expected: number | 'absent' | 'any'): Promise<number> {
    const { store, keys } = this.#options
    if (keys === undefined) throw keyMissing('a credential would stand in the store for everybody to read')
    return store.documents.put(this.#collection, id, await keys.seal(this.#place(id), value), expected)
  }

  /** @throws StoreError `store-conflict` when another version stands there */
  remove(id: string, expected: number | 'any' = 'any'): Promise<void> {
    return this.#options.store.documents.delete(this.#collection, id, expected)
  }

  async #sealAnew(id: string, value: JsonObject, version: number): Promise<OpenedRecord> {
    try {
      return { value, version: await this.write(id, value, version) }
    } catch (error) {
      // Somebody else has been faster, or the medium fails: what was read is good all the same.
      if (StoreError.isInstance(error)) return { value, version }
      throw error
    }
  }

  #place(id: string): readonly string[] {
    return ['tutti', this.#options.tenant, this.#collection, id]
  }
}

function isSealed(stored: JsonObject): stored is SealedValue {
  return stored.v === 2 && typeof stored.data === 'string'
}

/** @returns StoreError `credential-key-missing` */
export function keyMissing(reason: string): StoreError {
  return new StoreError({ code: 'credential-key-missing', message: `${reason}, and there is no credentialKey` })
}
