import type { Json } from '../json.ts'

/** Where the truth lives. Implementations pass `describeStore` of `@tutti/testing`. */
export interface Store {
  /** Whether records survive the process. Scheduling is refused where they don't. */
  readonly durable: boolean
  /** The folder of a store that keeps its records in files, absolute: what belongs to it is put beside. */
  readonly directory?: string | undefined
  /**
   * A part of the store for one tenant and one owner (`core`, or a plugin's name). Keys of two
   * scopes never collide, whatever characters they contain. No I/O.
   */
  scope(tenant: string, owner: string): ScopedStore
  /** Releases files and connections. Later calls fail with `store-failed`. */
  close(): Promise<void>
}

/**
 * One tenant's and owner's records. Every method throws StoreError `store-failed` with a cause
 * when the medium fails. Nothing was written then, unless the error's outcome is `unknown`: the
 * connection to a server was lost in the middle of a write.
 */
export interface ScopedStore {
  readonly documents: DocumentStore
  readonly due: DueIndex
  readonly samples: SampleStore
  readonly locks: LockStore
}

/** One stored value. `version` grows with every write. */
export interface StoredDocument<T extends Json = Json> {
  readonly id: string
  readonly value: T
  readonly version: number
}

/** What a write expects to find: a version, nothing, or it does not care. */
export type Expectation = number | 'absent' | 'any'

/** Values with compare-and-set. */
export interface DocumentStore {
  get<T extends Json>(collection: string, id: string): Promise<StoredDocument<T> | undefined>
  /**
   * Durable when it returns. @returns the new version
   * @throws StoreError `store-conflict` when the expectation does not hold; nothing was written
   */
  put(collection: string, id: string, value: Json, expected: Expectation): Promise<number>
  /** @throws StoreError `store-conflict` as `put` does. Deleting what is absent is fine with `any`. */
  delete(collection: string, id: string, expected?: Expectation): Promise<void>
  /** By id, ascending in UTF-16 code unit order, starting behind `after`. `limit` at most 1000, 100 when absent. */
  list<T extends Json>(
    collection: string,
    options?: {
      readonly prefix?: string | undefined
      readonly after?: string | undefined
      readonly limit?: number | undefined
    },
  ): Promise<readonly StoredDocument<T>[]>
}

/** One claimed entry. Only the holder of the newest `fence` can renew, complete or release it. */
export interface Lease {
  readonly id: string
  readonly dueAt: number
  /** Grows with every claim of the entry. */
  readonly fence: number
  readonly leaseUntil: number
}

/** Things to do at some time, claimed by one worker at a time. Instants are epoch milliseconds. */
export interface DueIndex {
  /** Adds the entry, or moves it to `dueAt`. Moving takes it from whoever holds it. */
  add(queue: string, id: string, dueAt: number): Promise<void>
  remove(queue: string, id: string): Promise<void>
  /** Claims what is due and not under a living lease, oldest first. Two claimers never get the same entry. */
  claim(
    queue: string,
    options: { readonly now: number; readonly leaseMs: number; readonly limit: number },
  ): Promise<readonly Lease[]>
  /** Claims one entry by id, due or not; `undefined` when it is absent or under a living lease. */
  claimOne(
    queue: string,
    id: string,
    options: { readonly now: number; readonly leaseMs: number },
  ): Promise<Lease | undefined>
  /** @returns the prolonged lease, or `undefined` when the fence is stale */
  renew(
    queue: string,
    lease: Lease,
    options: { readonly now: number; readonly leaseMs: number },
  ): Promise<Lease | undefined>
  /** Removes the entry. @returns false when the fence is stale, and then nothing changed */
  complete(queue: string, lease: Lease): Promise<boolean>
  /** Ends the lease and makes the entry due again at `dueAt`. @returns false when the fence is stale */
  release(queue: string, lease: Lease, dueAt: number): Promise<boolean>
  /** Entries by due time, claimed ones included; `limit` 100 when absent. */
  list(
    queue: string,
    options?: { readonly until?: number | undefined; readonly limit?: number | undefined },
  ): Promise<readonly { readonly id: string; readonly dueAt: number; readonly leaseUntil?: number | undefined }[]>
}

/** One point of a series. */
export interface StoredSample {
  /** Epoch milliseconds. */
  readonly at: number
  readonly value: Json
}

/** Append-only series, in order of time. Two samples may have the same instant; both are kept. */
export interface SampleStore {
  append(series: string, samples: readonly StoredSample[]): Promise<void>
  /** From `from` (inclusive) to `to` (exclusive), oldest first; `limit` 1000 when absent. */
  read(
    series: string,
    options?: {
      readonly from?: number | undefined
      readonly to?: number | undefined
      readonly limit?: number | undefined
    },
  ): Promise<readonly StoredSample[]>
  /** The names of series that start with `prefix`, ascending. */
  listSeries(prefix?: string): Promise<readonly string[]>
}

/** A short lock. It ends by itself at `until`. */
export interface Lock {
  readonly name: string
  readonly fence: number
  readonly until: number
}

/** Short locks over processes. */
export interface LockStore {
  /** @returns the lock, or `undefined` while somebody else holds it */
  acquire(name: string, options: { readonly now: number; readonly leaseMs: number }): Promise<Lock | undefined>
  /** @returns false when it was no longer ours */
  release(lock: Lock): Promise<boolean>
}
