import { bluesky } from '@tutti/bluesky'
import { describeAdapter } from '@tutti/testing'
import { describe, test, vi } from 'vitest'
import { findRealNetwork } from './support/real-network.ts'
import { createRealPlatform } from './support/real-platform.ts'

// Real servers on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 })

const network = findRealNetwork()

if (network) {
  const platform = createRealPlatform(network)
  describeAdapter({
    name: 'bluesky on the real network',
    create: (baseUrl) => bluesky({ service: baseUrl }),
    credential: () => ({ identifier: platform.account.handle, appPassword: platform.account.password }),
    platform,
  })
} else {
  describe('adapter bluesky on the real network', () => {
    test.skip('skipped without TUTTI_BLUESKY_INFO, see .ci/steps/40-real-bluesky.sh', () => {})
  })
}
