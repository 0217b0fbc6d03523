import { describe } from 'vitest'
import { testDocuments } from './store/document-tests.ts'
import { testDueIndex } from './store/due-tests.ts'
import { testLife } from './store/life-tests.ts'
import { testAgainstOracle } from './store/oracle-tests.ts'
import { testLocks, testSamples } from './store/sample-and-lock-tests.ts'
import { type StoreUnderTest, withStore } from './store/store-under-test.ts'

/**
 * The conformance kit of stores: everything that the `Store` contract promises, as vitest tests.
 * Call it in a test file of the store's package. No part of it can be switched off.
 */
export function describeStore(subject: StoreUnderTest): void {
  const run = withStore(subject)
  describe(`${subject.name}: store`, () => {
    describe('documents', () => testDocuments(run))
    describe('due index', () => testDueIndex(run))
    describe('samples', () => testSamples(run))
    describe('locks', () => testLocks(run))
    describe('life', () => testLife(run))
    describe('against an oracle', () => testAgainstOracle(run))
  })
}
