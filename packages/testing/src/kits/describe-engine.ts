import { describe } from 'vitest'
import type { EngineUnderTest } from './engine/engine-under-test.ts'
import { testListeners } from './engine/listener-tests.ts'
import { testSharing } from './engine/shared-tests.ts'
import { testWaking } from './engine/wake-tests.ts'
import { withEngine } from './engine/with-engine.ts'

/**
 * The conformance kit of engines: everything that the `Engine` contract promises, as vitest tests.
 * Call it in a test file of the engine's package. No part of it can be switched off. A queue on a
 * server is waited for in real time, so nothing is asserted about how late it may be.
 */
export function describeEngine(subject: EngineUnderTest): void {
  const run = withEngine(subject)
  describe(`${subject.name}: engine`, { timeout: 60_000, concurrent: true }, () => {
    describe('waking', () => testWaking(subject, run))
    describe('listeners', () => testListeners(run))
    if (subject.shared) describe('several processes', () => testSharing(run))
  })
}
