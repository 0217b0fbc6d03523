import type { OperationName } from '@tutti/model'
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { isFake } from '../platform/platform-under-test.ts'
import { describeAbort } from './adapter/describe-abort.ts'
import { describeCommunity } from './adapter/describe-community.ts'
import { describeCredentials } from './adapter/describe-credentials.ts'
import { describeDeclaration } from './adapter/describe-declaration.ts'
import { describeErrors } from './adapter/describe-errors.ts'
import { describeFields } from './adapter/describe-fields.ts'
import { describeMalformed } from './adapter/describe-malformed.ts'
import { describePagination } from './adapter/describe-pagination.ts'
import { describeLostAnswers, describePublishing } from './adapter/describe-publishing.ts'
import { describeSecrets } from './adapter/describe-secrets.ts'
import { describeSignIn } from './adapter/describe-sign-in.ts'
import { describeStreams } from './adapter/describe-streams.ts'
import { describeSuccess } from './adapter/describe-success.ts'
import { describeTextLimits } from './adapter/describe-text-limits.ts'
import { createHarness } from './adapter/harness.ts'
import { isCallOperation } from './adapter/operation-groups.ts'
import type { DescribeAdapterOptions } from './adapter/options.ts'

// A test that tries sixty broken answers takes seconds on a busy machine.
const testTimeoutMs = 60_000

/**
 * The conformance suite of an adapter: call it in a test file. It reads the adapter's declaration
 * and drives every operation that is declared. A group can't be switched off, only no longer
 * declared; the groups that inject faults run on fakes and are absent on a real server.
 */
export function describeAdapter(options: DescribeAdapterOptions): void {
  const harness = createHarness(options)
  const { platform } = options
  const declaration = options.create('https://declaration.test')
  const everything = Object.keys(declaration.operations) as OperationName[]
  const declared = everything.filter(isCallOperation)

  describe(`adapter ${options.name ?? declaration.id}`, { timeout: testTimeoutMs }, () => {
    beforeAll(() => harness.start())
    beforeEach(() => harness.clear())
    afterAll(() => harness.stop())

    describeDeclaration(harness, everything)
    describe('success', () => describeSuccess(harness, declared))
    if (declared.includes('publishPost')) {
      describe('publishing', () => describePublishing(harness))
      describe('fields', () => describeFields(harness))
      describe('text limits', () => describeTextLimits(harness))
    }
    describe('community', () => describeCommunity(harness, declared))
    describe('pagination', () => describePagination(harness, declared))
    describe('abort', () => describeAbort(harness, declared))
    if (everything.includes('subscribe')) describe('streams', () => describeStreams(harness))
    if (isFake(platform)) {
      if (declared.includes('publishPost')) describe('lost answers', () => describeLostAnswers(harness, platform))
      describe('errors', () => describeErrors(harness, platform, declared))
      describe('malformed answers', () => describeMalformed(harness, platform, declared))
      describe('credentials', () => describeCredentials(harness, platform, declared))
      if (everything.includes('exchangeCode')) describe('signing in', () => describeSignIn(harness, platform))
    }
    // Last, because it looks at everything the groups before it have seen.
    describe('secrets', () => describeSecrets(harness, declared))
  })
}
