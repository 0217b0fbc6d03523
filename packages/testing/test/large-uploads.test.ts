import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { measureLargeUpload, sampleMp4 } from '../src/index.ts'

// Half a minute of work: .ci/steps/50-large-uploads.sh runs it.
const isAsked = process.env.TUTTI_LARGE_UPLOADS !== undefined

const megabyte = 1_000_000
const largest = 200 * megabyte
const budgetBytes = 40 * 1024 * 1024

describe.skipIf(!isAsked)('a video of 200 MB', () => {
  test.each(['body', 'form'])(
    'as %s: prepared, cut at 120 MB and sent again within 40 MB of memory',
    { timeout: 120_000 },
    async (kind) => {
      const report = await measureLargeUpload({
        childScript: new URL(`./children/upload-${kind}.ts`, import.meta.url),
        answer: () => ({ status: 200, json: {} }),
        cutAtBytes: 120 * megabyte,
      })
      const [, cut, whole, ...more] = report.received
      expect(more).toEqual([])
      expect(cut).toMatchObject({ cut: true })
      expect(cut?.byteLength).toBeLessThan(largest)
      expect(whole).toMatchObject({ cut: false, byteLength: Number(whole?.headers['content-length']) })
      expect(whole?.headers['transfer-encoding']).toBeUndefined()
      expect(whole?.byteLength).toBeGreaterThanOrEqual(largest)
      console.info(`${kind}: ${(report.growthBytes / megabyte).toFixed(1)} MB above idle`)
      expect(report.growthBytes).toBeLessThan(budgetBytes)
    },
  )
})

test('what is measured: a short upload arrives whole, after it was cut once', async () => {
  const byteLength = 3 * megabyte
  const report = await measureLargeUpload({
    childScript: new URL('./children/upload-body.ts', import.meta.url),
    answer: () => ({ status: 200, json: {} }),
    byteLength,
    cutAtBytes: 2 * megabyte,
  })
  const sha256 = createHash('sha256').update(sampleMp4(byteLength)).digest('hex')
  expect(report.received.map(({ url, cut }) => [url, cut])).toEqual([
    ['/upload', false],
    ['/upload', true],
    ['/upload', false],
  ])
  expect(report.received.at(-1)).toMatchObject({ byteLength, sha256, method: 'POST' })
  expect(report.idleBytes).toBeGreaterThan(10 * megabyte)
  expect(report.growthBytes).toBe(report.peakBytes - report.idleBytes)
})

test('a child that fails says why', async () => {
  const failing = measureLargeUpload({
    childScript: new URL('./children/upload-body.ts', import.meta.url),
    answer: () => ({ status: 403, json: { error: 'not for you' } }),
    byteLength: megabyte,
  })
  await expect(failing).rejects.toThrow(/not for you/)
})
