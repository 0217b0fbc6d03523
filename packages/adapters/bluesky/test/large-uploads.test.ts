import { fakeBluesky, measureLargeUpload } from '@tutti/testing'
import { describe, expect, test } from 'vitest'

// Some seconds of work: .ci/steps/50-large-uploads.sh runs it.
const isAsked = process.env.TUTTI_LARGE_UPLOADS !== undefined

const megabyte = 1_000_000
const budgetBytes = 40 * 1024 * 1024

describe.skipIf(!isAsked)('a video of 200 MB', () => {
  test.each([
    ['server', new URL('./children/upload-to-server.ts', import.meta.url)],
    ['video service', new URL('./children/upload-to-video-service.ts', import.meta.url)],
  ])(
    'to the %s: cut at 120 MB and sent again within 40 MB of memory, and posted once',
    { timeout: 120_000 },
    async (way, childScript) => {
      const sky = fakeBluesky({ blobUploadLimitBytes: 300 * megabyte, videoPolls: 1 })
      try {
        const report = await measureLargeUpload({
          childScript,
          forwardTo: await sky.start(),
          cutAtBytes: 120 * megabyte,
        })
        console.info(`${way}: ${(report.growthBytes / megabyte).toFixed(1)} MB above idle`)
        expect(report.cutCount).toBe(1)
        expect([...sky.platform.ledger.blobs.values()].map(({ size }) => size)).toEqual([100_000, 200 * megabyte])
        expect(await sky.standingPosts()).toMatchObject([
          { text: 'A film', media: [{ kind: 'video', alt: 'Test picture' }] },
          { text: 'A film', media: [{ kind: 'video', alt: 'Test picture' }] },
        ])
        expect(report.growthBytes).toBeLessThan(budgetBytes)
      } finally {
        await sky.stop()
      }
    },
  )
})
