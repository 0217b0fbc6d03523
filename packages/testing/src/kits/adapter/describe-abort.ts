import { type CallOperation, TuttiError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { isFake } from '../../platform/platform-under-test.ts'
import { type Harness, printError } from './harness.ts'
import { sampleInput } from './sample-inputs.ts'
import { untilOrOver } from './wait.ts'

/** An aborted signal ends every operation at once, before it begins and while it waits. */
export function describeAbort(harness: Harness, declared: readonly CallOperation[]): void {
  const { platform } = harness.options

  describe.each(declared)('%s', (operation) => {
    test('an aborted signal sends nothing', async () => {
      const input = await sampleInput(harness, operation)
      const before = isFake(platform) ? platform.platform.requests.length : 0
      const { error } = await harness.attempt(operation, input, { signal: AbortSignal.abort() })
      expectAborted(error)
      if (isFake(platform)) expect(platform.platform.requests.length).toBe(before)
    })

    if (!isFake(platform)) return
    test('a signal aborted while the platform is silent ends the wait', async () => {
      const input = await sampleInput(harness, operation)
      platform.platform.faults.add({ kind: 'hang', committed: false }, { times: Number.POSITIVE_INFINITY })
      const controller = new AbortController()
      const attempt = harness.attempt(operation, input, { signal: controller.signal })
      await untilOrOver(() => platform.platform.faults.struckCount > 0, attempt)
      controller.abort()
      const { error, waitingTimers } = await attempt
      expectAborted(error)
      expect(waitingTimers, 'no timer is left behind').toBe(0)
    })
  })
}

function expectAborted(error: unknown) {
  expect(TuttiError.isInstance(error), printError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'aborted' })
}
