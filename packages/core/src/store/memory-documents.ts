import { type DocumentStore, type Expectation, type Json, type StoredDocument, StoreError } from '@tutti/model'
import { compareText, type MemoryState } from './memory-state.ts'

/** Values are kept as JSON text: nothing handed in or out stays connected with what is stored. */
interface Entry {
  readonly text: string
  readonly version: number
}

/** Documents with compare-and-set, in memory. */
export class MemoryDocuments implements DocumentStore {
  readonly #collections = new Map<string, Map<string, Entry>>()
  readonly #state: MemoryState

  constructor(state: MemoryState) {
    this.#state = state
  }

  async get<T extends Json>(collection: string, id: string): Promise<StoredDocument<T> | undefined> {
    this.#state.assertOpen()
    const entry = this.#collections.get(collection)?.get(id)
    return entry && toDocument<T>(id, entry)
  }

  async put(collection: string, id: string, value: Json, expected: Expectation): Promise<number> {
    this.#state.assertOpen()
    let documents = this.#collections.get(collection)
    this.#expect(documents?.get(id), collection, id, expected)
    if (documents === undefined) {
      documents = new Map()
      this.#collections.set(collection, documents)
    }
    const version = this.#state.nextNumber()
    documents.set(id, { text: JSON.stringify(value), version })
    return version
  }

  async delete(collection: string, id: string, expected: Expectation = 'any'): Promise<void> {
    this.#state.assertOpen()
    const documents = this.#collections.get(collection)
    this.#expect(documents?.get(id), collection, id, expected)
    documents?.delete(id)
  }

  async list<T extends Json>(
    collection: string,
    {
      prefix = '',
      after,
      limit = 100,
    }: { prefix?: string | undefined; after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<readonly StoredDocument<T>[]> {
    this.#state.assertOpen()
    const documents = this.#collections.get(collection)
    if (documents === undefined) return []
    return [...documents]
      .filter(([id]) => id.startsWith(prefix) && (after === undefined || id > after))
      .sort(([a], [b]) => compareText(a, b))
      .slice(0, Math.min(limit, 1000))
      .map(([id, entry]) => toDocument<T>(id, entry))
  }

  #expect(entry: Entry | undefined, collection: string, id: string, expected: Expectation): void {
    if (expected === 'any' || (expected === 'absent' ? entry === undefined : entry?.version === expected)) return
    const found = entry === undefined ? 'nothing' : `version ${entry.version}`
    const message = `${collection}/${id}: expected ${expected === 'absent' ? 'nothing' : `version ${expected}`}, found ${found}`
    throw new StoreError({ code: 'store-conflict', message })
  }
}

function toDocument<T extends Json>(id: string, { text, version }: Entry): StoredDocument<T> {
  return { id, version, value: JSON.parse(text) as T }
}
