import { createHash } from 'node:crypto'
import { memoryMediaStore, prepareMedia } from '@tutti/adapter-kit'
import { expect, test } from 'vitest'
import { sampleMp4, sampleVideo } from '../src/index.ts'

test.each([undefined, 50_000])(
  'the sample video of %j bytes is what prepare makes of its bytes',
  async (byteLength) => {
    const { media, source } = sampleVideo('A test picture', byteLength)
    const blob = new Blob([sampleMp4(byteLength)])
    const attachment = { kind: 'video', source: { blob }, alt: 'A test picture', fileName: 'sample.mp4' } as const
    expect(await prepareMedia(attachment, { mediaStore: memoryMediaStore() })).toEqual(media)
    const bytes = new Uint8Array(await new Response(await source.open()).arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(media.sha256)
    expect(await new Response(await source.open({ from: 4, to: 8 })).text()).toBe('ftyp')
  },
)

test('a sample video that does not fit is none', () => {
  expect(() => sampleMp4(1_000)).toThrow(RangeError)
})
