import { type ScopedStore, type Store, StoreError } from '@tutti/core'

/** A store whose parts can be made to fail, and that remembers who wrote where. */
export interface FailingStore extends Store {
  /** From now on every call of this owner fails. */
  failFor(owner: string): void
  /** Every tenant and owner that a part was asked for, as `tenant/owner`. */
  readonly scopes: ReadonlySet<string>
}

type Method = (...input: unknown[]) => unknown

/** Wraps a store. `durable` says what the wrapped store says, or what the test wants plugins to believe. */
export function failingStore(inner: Store, durable: boolean): FailingStore {
  const failing = new Set<string>()
  const scopes = new Set<string>()
  const guard = <Part extends object>(part: Part, owner: string): Part =>
    Object.fromEntries(
      methodNames(part).map((name) => [
        name,
        async (...input: unknown[]) => {
          if (failing.has(owner)) {
            throw new StoreError({ code: 'store-failed', message: `the store of ${owner} fails: this is a test` })
          }
          return (part[name as keyof Part] as Method).apply(part, input)
        },
      ]),
    ) as Part
  return {
    durable,
    directory: inner.directory,
    scopes,
    failFor: (owner) => void failing.add(owner),
    scope(tenant, owner): ScopedStore {
      scopes.add(`${tenant}/${owner}`)
      const { documents, due, samples, locks } = inner.scope(tenant, owner)
      return {
        documents: guard(documents, owner),
        due: guard(due, owner),
        samples: guard(samples, owner),
        locks: guard(locks, owner),
      }
    },
    close: () => inner.close(),
  }
}

/** Methods of an object literal or of a class. */
function methodNames(part: object): readonly string[] {
  const names = new Set<string>()
  for (let level = part; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name)
  }
  names.delete('constructor')
  return [...names].filter((name) => typeof part[name as keyof object] === 'function')
}
