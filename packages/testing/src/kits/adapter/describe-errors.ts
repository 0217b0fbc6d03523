import {
  AuthenticationError,
  type CallOperation,
  PlatformError,
  RateLimitError,
  RejectedError,
  TuttiError,
  UnsupportedOperationError,
} from '@tutti/model'
import { describe, expect, test } from 'vitest'
import type { AdapterFake } from '../../platform/platform-under-test.ts'
import { checkOutput } from './check-output.ts'
import { type Harness, printError } from './harness.ts'
import { sampleInput } from './sample-inputs.ts'

const isRejected = (error: unknown) => RejectedError.isInstance(error) || UnsupportedOperationError.isInstance(error)

/** Each class of failed answers, at every operation. */
const cases = [
  { status: 401, expected: 'AuthenticationError', fits: AuthenticationError.isInstance },
  { status: 403, expected: 'RejectedError', fits: RejectedError.isInstance },
  { status: 404, expected: 'RejectedError or not-offered', fits: isRejected },
  { status: 429, expected: 'RateLimitError', fits: RateLimitError.isInstance },
  { status: 500, expected: 'PlatformError', fits: PlatformError.isInstance },
  { status: 503, expected: 'PlatformError', fits: PlatformError.isInstance },
] as const

// Where "it is not there" is an answer, not an error.
const answers404: readonly CallOperation[] = ['deletePost', 'findPost', 'fetchPostMetrics']

/** What a platform refuses to do since it is done already. */
function isAnswer(operation: CallOperation, status: number): boolean {
  if (operation === 'revokeCredential') return status === 401
  return status === 404 && answers404.includes(operation)
}

/** Every operation turns every failed answer into one typed error, after one try. */
export function describeErrors(harness: Harness, fake: AdapterFake, declared: readonly CallOperation[]): void {
  describe.each(declared)('%s', (operation) => {
    test.each(cases)('$status becomes $expected, after one try', async ({ status, fits }) => {
      const input = await sampleInput(harness, operation)
      const before = fake.platform.requests.length
      const headers: Record<string, string> = status === 429 ? { 'retry-after': '7' } : {}
      fake.platform.faults.add(
        { kind: 'error', committed: false, status, headers },
        { times: Number.POSITIVE_INFINITY },
      )
      const { error, output, stated } = await harness.attempt(operation, input, { refresh: false })
      const made = fake.platform.requests.slice(before)

      const sent = made.map(({ method, path, query }) => `${method} ${path}?${query}`)
      expect(new Set(sent).size, `nothing is tried twice: ${sent}`).toBe(sent.length)
      expect(sent.length, 'the adapter goes only through context.http').toBe(stated.length)
      if (isAnswer(operation, status) && error === undefined) {
        return checkOutput(operation, output)
      }
      expect(fits(error), `${operation} at ${status}: ${printError(error)}`).toBe(true)
      expect(error).toMatchObject({ status })
      if (status === 429) expect(error).toMatchObject({ retryAfterMs: 7000, outcome: 'not-sent' })
      const commits = made.some((request) => fake.platform.isCommit(request))
      if (commits) expect(error).toMatchObject({ outcome: outcomeOfStatus(status) })
    })

    test('a connection that is reset becomes a typed error, after one try', async () => {
      const input = await sampleInput(harness, operation)
      const before = fake.platform.requests.length
      fake.platform.faults.add({ kind: 'reset', committed: false }, { times: Number.POSITIVE_INFINITY })
      const { error, stated } = await harness.attempt(operation, input, { refresh: false })
      expect(TuttiError.isInstance(error), printError(error)).toBe(true)
      expect(error).toMatchObject({ code: 'connection-lost', outcome: 'unknown' })
      expect(fake.platform.requests.length - before).toBe(stated.length)
    })
  })
}

const outcomeOfStatus = (status: number) => (status >= 500 ? 'unknown' : status === 429 ? 'not-sent' : 'rejected')
