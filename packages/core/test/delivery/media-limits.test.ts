import type { Issue, MediaLimit, PlatformLimits, PreparedMedia } from '@tutti/model'
import { expect, test } from 'vitest'
import { checkMedia } from '../../src/delivery/prepare/check-media.ts'

const film: PreparedMedia = {
  kind: 'video',
  uri: 'file:///film.mp4',
  sha256: 'a'.repeat(64),
  byteLength: 48_200_000,
  mimeType: 'video/mp4',
  widthPixels: 1920,
  heightPixels: 1080,
  durationMs: 92_400,
  videoCodec: 'avc',
  audioCodec: 'aac',
  frameRate: 30,
  alt: 'A cake is baked',
}

function check(limit: Partial<MediaLimit>, media: PreparedMedia = film): readonly Issue[] {
  const issues: Issue[] = []
  const limits = {
    media: { [media.kind]: { maxCount: 1, source: 'test', checkedAt: '2026-11-25', ...limit } },
    maxMedia: 1,
    mixedMedia: false,
  } as unknown as PlatformLimits
  checkMedia([media], 'media', { limits, issues, missingAlt: 'warning' })
  return issues
}

test.each<[string, Partial<MediaLimit>]>([
  ['no limits at all', {}],
  [
    'limits that it just keeps',
    {
      maxBytes: 48_200_000,
      mimeTypes: ['video/webm', 'video/mp4'],
      maxPixels: 1920 * 1080,
      minWidthPixels: 1920,
      maxWidthPixels: 1920,
      minHeightPixels: 1080,
      maxHeightPixels: 1080,
      aspectRatio: { min: 1920 / 1080, max: 1920 / 1080 },
      minDurationMs: 92_400,
      maxDurationMs: 92_400,
      maxFrameRate: 30,
      videoCodecs: ['avc'],
      audioCodecs: ['opus', 'aac'],
    },
  ],
])('a video within %s has no issues', (_name, limit) => {
  expect(check(limit)).toEqual([])
})

test.each<[Partial<MediaLimit>, Omit<Issue, 'severity' | 'path'>]>([
  [
    { maxBytes: 40_000_000 },
    {
      code: 'media-too-large',
      message: 'it has 48.2 MB, 40 MB are allowed',
      advice: 'Export it with a lower bit rate, or shorter, to 40 MB at most.',
      actual: 48_200_000,
      maximum: 40_000_000,
    },
  ],
  [
    { maxBytes: 48_199_999 },
    {
      code: 'media-too-large',
      message: 'it has 48200000 bytes, 48199999 bytes are allowed',
      advice: 'Export it with a lower bit rate, or shorter, to 48199999 bytes at most.',
      actual: 48_200_000,
      maximum: 48_199_999,
    },
  ],
  [
    { mimeTypes: ['video/webm', 'video/quicktime'] },
    {
      code: 'media-type-refused',
      message: 'it is video/mp4; taken are video/webm, video/quicktime',
      advice: 'Convert the file to video/webm.',
    },
  ],
  [
    { maxPixels: 1_000_000 },
    {
      code: 'media-too-many-pixels',
      message: 'it has 1920 × 1080 = 2073600 pixels, 1000000 are allowed',
      advice: 'Scale it to 1333 × 750 or smaller.',
      actual: 2_073_600,
      maximum: 1_000_000,
    },
  ],
  [
    { maxWidthPixels: 1280 },
    {
      code: 'media-too-many-pixels',
      message: 'its width is 1920 pixels, 1280 are allowed',
      advice: 'Scale it so that its width is 1280 pixels or less.',
      actual: 1920,
      maximum: 1280,
    },
  ],
  [
    { minHeightPixels: 2160 },
    {
      code: 'media-too-few-pixels',
      message: 'its height is 1080 pixels, 2160 are the least',
      advice: 'Use a larger original: scaling it up only makes it blurred.',
      actual: 1080,
      minimum: 2160,
    },
  ],
  [
    { aspectRatio: { max: 1.25 } },
    {
      code: 'media-aspect-ratio',
      message: 'its width is 1.778 times its height (1920 × 1080), at most 1.25 is allowed',
      advice: 'It is too wide: crop it to 1350 × 1080, or add a border.',
      actual: 1920 / 1080,
      maximum: 1.25,
    },
  ],
  [
    { aspectRatio: { min: 2 } },
    {
      code: 'media-aspect-ratio',
      message: 'its width is 1.778 times its height (1920 × 1080), at least 2 is allowed',
      advice: 'It is too tall: crop it to 1920 × 960, or add a border.',
      actual: 1920 / 1080,
      minimum: 2,
    },
  ],
  [
    { maxDurationMs: 60_000 },
    {
      code: 'media-runs-too-long',
      message: 'it runs 92.4 s, 60 s are allowed',
      advice: 'Cut it to 60 s at most.',
      actual: 92_400,
      maximum: 60_000,
    },
  ],
  [
    { minDurationMs: 185_000 },
    {
      code: 'media-runs-too-short',
      message: 'it runs 92.4 s, 3 min 5 s are the least',
      advice: 'Use one that runs 3 min 5 s at least.',
      actual: 92_400,
      minimum: 185_000,
    },
  ],
  [
    { maxFrameRate: 24 },
    {
      code: 'media-frame-rate',
      message: 'it has 30 frames in a second, 24 are allowed',
      advice: 'Export it with 24 frames in a second.',
      actual: 30,
      maximum: 24,
    },
  ],
  [
    { videoCodecs: ['vp9', 'hevc'] },
    { code: 'media-codec', message: 'its pictures are H.264; taken are vp9, H.265', advice: 'Export it with vp9.' },
  ],
  [
    { audioCodecs: ['opus'] },
    { code: 'media-codec', message: 'its sound is AAC; taken are Opus', advice: 'Export it with Opus.' },
  ],
])('a video that breaks %j is held back with numbers and advice', (limit, issue) => {
  expect(check(limit)).toEqual([{ severity: 'error', path: 'media[0]', ...issue }])
})

test('every broken limit is told at once', () => {
  const issues = check({ maxBytes: 1, maxDurationMs: 1, maxFrameRate: 1, maxHeightPixels: 1, videoCodecs: ['av1'] })
  expect(issues.map(({ code }) => code)).toEqual([
    'media-too-large',
    'media-too-many-pixels',
    'media-runs-too-long',
    'media-frame-rate',
    'media-codec',
  ])
})

test('what was not measured is not held against a limit, an unknown codec is', () => {
  const { widthPixels, heightPixels, durationMs, videoCodec, audioCodec, frameRate, ...bare } = film
  const limit = {
    maxPixels: 1,
    minWidthPixels: 1,
    aspectRatio: { min: 1, max: 1 },
    minDurationMs: 1,
    maxFrameRate: 1,
    videoCodecs: ['avc'],
    audioCodecs: ['aac'],
  }
  expect(check(limit, bare)).toEqual([])
  expect(check({ videoCodecs: ['avc'] }, { ...bare, videoCodec: 'unknown' })).toMatchObject([
    { message: 'its pictures are of an unknown codec; taken are H.264', advice: 'Export it with H.264.' },
  ])
})

test('a picture is told to be scaled or compressed, not to be exported', () => {
  const picture: PreparedMedia = { ...film, kind: 'image', mimeType: 'image/png', byteLength: 2_000_300 }
  expect(check({ maxBytes: 2_000_000 }, picture)).toMatchObject([
    { advice: 'Scale it down or compress it more, to 2000000 bytes at most.' },
  ])
})

test.each<[string, Partial<PreparedMedia>, string[]]>([
  ['none', { alt: undefined }, ['warning alt-missing']],
  ['one of spaces', { alt: '  ' }, ['warning alt-missing']],
  ['the name of a file', { alt: 'IMG_1.JPG' }, ['warning alt-says-nothing']],
  ['what the camera calls it', { alt: 'DSC 0042' }, ['warning alt-says-nothing']],
  ['the very name of its file', { alt: 'cake final', fileName: 'cake final' }, ['warning alt-says-nothing']],
  ['a word that says no more than its kind', { alt: 'Photo' }, ['warning alt-says-nothing']],
  ['one that fits exactly', { alt: '👩‍👩‍👧'.repeat(10) }, []],
  ['one that is one grapheme too long', { alt: '👩‍👩‍👧'.repeat(11) }, ['error alt-too-long']],
  ['none, of a recording', { kind: 'audio', alt: undefined }, []],
])('a description that is %s', (_name, item, expected) => {
  const issues = check({ maxAltGraphemes: 10 }, { ...film, ...item })
  expect(issues.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected)
  for (const issue of issues) expect(issue.path).toBe('media[0].alt')
})
