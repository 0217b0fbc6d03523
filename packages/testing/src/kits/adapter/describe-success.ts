import type { CallOperation, OutgoingPart } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { isFake } from '../../platform/platform-under-test.ts'
import { checkOutput } from './check-output.ts'
import { type Harness, printError } from './harness.ts'
import { sampleInput } from './sample-inputs.ts'

// Operations that make something visible as a post: one committing request each. All others make none.
const committing: readonly CallOperation[] = ['publishPost', 'replyToInteraction', 'sendMessage']

/** Every declared operation does what it says, with requests that fit the declaration. */
export function describeSuccess(harness: Harness, declared: readonly CallOperation[]): void {
  describe.each(declared)('%s', (operation) => {
    test('succeeds, and its result is well-formed', async () => {
      const attempt = await harness.attempt(operation, await sampleInput(harness, operation))
      expect(attempt.error, printError(attempt.error)).toBeUndefined()
      checkOutput(operation, attempt.output)
      expect(attempt.waitingTimers, 'no timer is left behind').toBe(0)
    })

    test('names a declared bucket in every request, and marks the one that commits', async () => {
      const { stated } = await harness.attempt(operation, await sampleInput(harness, operation))
      expect(stated.length).toBeGreaterThan(0)
      for (const request of stated) {
        expect(Object.keys(harness.adapter.buckets)).toContain(request.bucket)
        expect(request.cost ?? 1).toBeGreaterThan(0)
      }
      const marked = stated.filter(({ commit }) => commit)
      expect(marked).toHaveLength(committing.includes(operation) ? 1 : 0)
    })

    test('takes from each bucket what the adapter says', async () => {
      const input = await sampleInput(harness, operation)
      const { stated } = await harness.attempt(operation, input)
      // One call of `stagePost` stages every medium of its part.
      const count = operation === 'stagePost' ? (input as OutgoingPart).part.media.length : 1
      for (const [bucket, { costs }] of Object.entries(harness.adapter.buckets)) {
        const cost = costs?.[operation]
        if (cost === undefined) continue
        const taken = stated.filter((request) => request.bucket === bucket).map((request) => request.cost ?? 1)
        expect(
          taken.reduce((sum, one) => sum + one, 0),
          bucket,
        ).toBe(cost * count)
      }
    })

    test('makes as many committing requests as it should, and none that the fake does not know', async () => {
      const { platform } = harness.options
      if (!isFake(platform)) return expect(declared).toContain(operation)
      const input = await sampleInput(harness, operation)
      const before = platform.platform.requests.length
      await harness.attempt(operation, input)
      const made = platform.platform.requests.slice(before)
      expect(made.filter(({ handled }) => !handled).map(({ method, path }) => `${method} ${path}`)).toEqual([])
      expect(made.map(({ failure }) => failure).filter((failure) => failure !== undefined)).toEqual([])
      const commits = made.filter((request) => platform.platform.isCommit(request))
      expect(commits).toHaveLength(committing.includes(operation) ? 1 : 0)
    })
  })
}
