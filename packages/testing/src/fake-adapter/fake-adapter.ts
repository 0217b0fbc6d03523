import { type Adapter, defineAdapter, InvalidInputError, type JsonObject } from '@tutti/model'
import { fakeBuckets, fakeGuarantees, fakeLimits } from './fake-declaration.ts'
import { createLedgerState, type FakeLedger, showLedger } from './fake-ledger.ts'
import { fakeOperations } from './fake-operations.ts'

/** Options of `fakeAdapter`. */
export interface FakeAdapterOptions<Id extends string> {
  /** The platform's id; `fake` when absent. Give each its own where a test has several. */
  readonly id?: Id | undefined
  /** 300 when absent. */
  readonly maxGraphemes?: number | undefined
  /** When things happen that other people do, in epoch milliseconds; the machine's time when absent. */
  readonly now?: (() => number) | undefined
}

/** What a fake channel takes: `{ name }`, any text. There is nothing to log in to. */
export interface FakeCredentialInput {
  readonly name: string
}

/**
 * An adapter whose platform lives in its own memory: no server, no requests, everything at once.
 * For tests of apps and plugins. What happens on a network needs a fake platform instead.
 */
export function fakeAdapter<const Id extends string = 'fake'>(options: FakeAdapterOptions<Id> = {}) {
  const id = (options.id ?? 'fake') as Id
  const state = createLedgerState()
  const limits = fakeLimits(options.maxGraphemes ?? 300)
  const segmenter = new Intl.Segmenter()
  const adapter: Adapter<Id, ReturnType<typeof fakeOperations>, JsonObject, FakeCredentialInput> = defineAdapter({
    specVersion: 'v0',
    id,
    displayName: 'Fake',
    limits,
    auth: { kind: 'none', scopes: {} },
    buckets: fakeBuckets,
    guarantees: fakeGuarantees,
    operations: fakeOperations(state, id, limits),
    baseUrl: () => 'https://fake.invalid',
    parseCredential(input: FakeCredentialInput) {
      if (typeof input?.name === 'string') return { secrets: {}, facts: { name: input.name } }
      throw new InvalidInputError({
        code: 'invalid-options',
        message: 'fakeAdapter().channel(…) needs a name',
        path: 'name',
      })
    },
    parsePlatformOptions(value) {
      if (value === undefined) return {}
      throw new InvalidInputError({
        code: 'invalid-input',
        message: `the platform "${id}" takes no options`,
        path: `platformOptions.${id}`,
      })
    },
    authorize: () => ({ headers: {} }),
    countText: (text) => [...segmenter.segment(text)].length,
  })
  const ledger: FakeLedger = showLedger(state, id, options.now ?? Date.now)
  return Object.assign(adapter, { ledger })
}
