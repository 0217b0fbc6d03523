import type { MaybePromise, Store } from '@tutti/model'

/** One fresh, empty store for one test. */
export interface OpenedStore {
  readonly store: Store
  /**
   * Opens the same records once more, as another process would: required of a durable store. The
   * kit closes what it opens.
   */
  openAgain?(): MaybePromise<Store>
  /** Removes files and tables after the test; the kit has closed the store by then. */
  cleanUp?(): MaybePromise<void>
}

/** What `describeStore` needs to know. */
export interface StoreUnderTest {
  /** For the test report. */
  readonly name: string
  /** Makes a fresh, empty store; called once per test. */
  open(): MaybePromise<OpenedStore>
}

/** Runs a test body with a fresh store and removes it afterwards, whatever happened. */
export type WithStore = (body: (opened: OpenedStore) => Promise<void>) => () => Promise<void>

/** Makes a `WithStore` for one store under test. */
export function withStore(subject: StoreUnderTest): WithStore {
  return (body) => async () => {
    const opened = await subject.open()
    try {
      await body(opened)
    } finally {
      await opened.store.close()
      await opened.cleanUp?.()
    }
  }
}

/** Ids that break stores which build keys by joining strings or match them with patterns. */
export const hostileIds: readonly string[] = [
  '',
  ' ',
  '%',
  '_',
  '*',
  'a/b',
  'a:b',
  'a\u0000b',
  'a\nb',
  "a'b",
  'a"b',
  '__proto__',
  'constructor',
  'toString',
  'é',
  'e\u0301',
  '\ue000',
  '😀',
  '\ud83d',
  '\uffff',
  'x'.repeat(10_000),
]
