import { fakeMastodon, measureLargeUpload } from '@tutti/testing'
import { describe, expect, test } from 'vitest'

// Some seconds of work: .ci/steps/50-large-uploads.sh runs it.
const isAsked = process.env.TUTTI_LARGE_UPLOADS !== undefined

const megabyte = 1_000_000
const budgetBytes = 40 * 1024 * 1024

describe.skipIf(!isAsked)('a video of 200 MB', () => {
  test('cut at 120 MB and sent again within 40 MB of memory, and posted once', { timeout: 120_000 }, async () => {
    const fedi = fakeMastodon({ videoBytes: 300 * megabyte })
    try {
      const report = await measureLargeUpload({
        childScript: new URL('./children/upload-video.ts', import.meta.url),
        forwardTo: await fedi.start(),
        cutAtBytes: 120 * megabyte,
      })
      console.info(`${(report.growthBytes / megabyte).toFixed(1)} MB above idle`)
      expect(report.cutCount).toBe(1)
      expect(fedi.platform.ledger.media.map(({ byteLength }) => byteLength)).toEqual([100_000, 200 * megabyte])
      expect(await fedi.standingPosts()).toMatchObject([
        { text: 'A film', media: [{ kind: 'video', alt: 'Test picture' }] },
        { text: 'A film', media: [{ kind: 'video', alt: 'Test picture' }] },
      ])
      expect(report.growthBytes).toBeLessThan(budgetBytes)
    } finally {
      await fedi.stop()
    }
  })
})
