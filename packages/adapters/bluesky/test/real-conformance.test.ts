import { bluesky } from '@tutti/bluesky'
import type { OperationContext } from '@tutti/model'
import { describeAdapter } from '@tutti/testing'
import { describe, test, vi } from 'vitest'
import { findRealNetwork, type RealNetwork } from './support/real-network.ts'
import { createRealPlatform } from './support/real-platform.ts'

// Real servers on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

const network = findRealNetwork()

/**
 * The adapter as this network has it: no trends and no private messages, which `real-story.test.ts` proves to be
 * answered 501. The kit looks for a follow as soon as it is written: here the AppView is given the time to see it.
 */
function withWhatIsThere(adapter: ReturnType<typeof bluesky>, { process }: RealNetwork) {
  const {
    fetchTrends: _,
    listConversations: __,
    listMessages: ___,
    sendMessage: ____,
    ...operations
  } = adapter.operations
  const seen =
    <Input, Output>(run: (input: Input, context: OperationContext) => Promise<Output>) =>
    async (input: Input, context: OperationContext) => {
      const output = await run(input, context)
      await process()
      return output
    }
  return {
    ...adapter,
    operations: {
      ...operations,
      async describeAccount(input: Record<never, never>, context: OperationContext) {
        const description = await operations.describeAccount(input, context)
        return { ...description, operations: description.operations.filter((name) => name in operations) }
      },
      followProfile: seen(operations.followProfile),
      unfollowProfile: seen(operations.unfollowProfile),
    },
  }
}

if (network) {
  const platform = createRealPlatform(network)
  describeAdapter({
    name: 'bluesky on the real network',
    create: (baseUrl) => withWhatIsThere(bluesky({ service: baseUrl }), network),
    credential: () => ({ identifier: platform.account.handle, appPassword: platform.account.password }),
    platform,
  })
} else {
  describe('adapter bluesky on the real network', () => {
    test.skip('skipped without TUTTI_BLUESKY_INFO, see .ci/steps/40-real-bluesky.sh', () => {})
  })
}
