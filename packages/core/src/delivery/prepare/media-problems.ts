import type { Issue, MediaLimit, PreparedMedia } from '@tutti/model'
import { formatBoth, formatBytes, formatSeconds } from './format-numbers.ts'

/** A limit that an attachment breaks: what it is, what is allowed, what to do. */
export type MediaProblem = Omit<Issue, 'severity' | 'path'>

type Rule = (item: PreparedMedia, limit: Partial<MediaLimit>) => MediaProblem | undefined

/** Every limit of one attachment that is broken: the author shall mend it once, not limit by limit. */
export function findProblems(item: PreparedMedia, limit: Partial<MediaLimit>): readonly MediaProblem[] {
  return rules.map((rule) => rule(item, limit)).filter((problem) => problem !== undefined)
}

const rules: readonly Rule[] = [
  ({ mimeType }, { mimeTypes }) => {
    if (!mimeTypes || mimeTypes.includes(mimeType)) return undefined
    return {
      code: 'media-type-refused',
      message: `it is ${mimeType}; taken are ${mimeTypes.join(', ')}`,
      advice: `Convert the file to ${mimeTypes[0]}.`,
    }
  },

  ({ byteLength, kind }, { maxBytes }) => {
    if (maxBytes === undefined || byteLength <= maxBytes) return undefined
    const [size, allowed] = formatBoth(byteLength, maxBytes, formatBytes, 'bytes')
    const how = kind === 'image' ? 'Scale it down or compress it more' : 'Export it with a lower bit rate, or shorter'
    return {
      code: 'media-too-large',
      message: `it has ${size}, ${allowed} are allowed`,
      advice: `${how}, to ${allowed} at most.`,
      actual: byteLength,
      maximum: maxBytes,
    }
  },

  ({ widthPixels = 0, heightPixels = 0 }, { maxPixels }) => {
    const pixels = widthPixels * heightPixels
    if (maxPixels === undefined || pixels <= maxPixels) return undefined
    const factor = Math.sqrt(maxPixels / pixels)
    const fitting = `${Math.floor(widthPixels * factor)} × ${Math.floor(heightPixels * factor)}`
    return {
      code: 'media-too-many-pixels',
      message: `it has ${widthPixels} × ${heightPixels} = ${pixels} pixels, ${maxPixels} are allowed`,
      advice: `Scale it to ${fitting} or smaller.`,
      actual: pixels,
      maximum: maxPixels,
    }
  },

  (item, limit) => checkSide('width', item.widthPixels, limit.minWidthPixels, limit.maxWidthPixels),
  (item, limit) => checkSide('height', item.heightPixels, limit.minHeightPixels, limit.maxHeightPixels),

  ({ widthPixels, heightPixels }, { aspectRatio }) => {
    if (!aspectRatio || !widthPixels || !heightPixels) return undefined
    const { min = 0, max = Number.POSITIVE_INFINITY } = aspectRatio
    const ratio = widthPixels / heightPixels
    if (ratio >= min && ratio <= max) return undefined
    const isTall = ratio < min
    const fitting = isTall
      ? `${widthPixels} × ${Math.floor(widthPixels / min)}`
      : `${Math.floor(heightPixels * max)} × ${heightPixels}`
    return {
      code: 'media-aspect-ratio',
      message: `its width is ${round(ratio)} times its height (${widthPixels} × ${heightPixels}), ${isTall ? 'at least' : 'at most'} ${round(isTall ? min : max)} is allowed`,
      advice: `It is too ${isTall ? 'tall' : 'wide'}: crop it to ${fitting}, or add a border.`,
      actual: ratio,
      ...(isTall ? { minimum: min } : { maximum: max }),
    }
  },

  ({ durationMs }, { minDurationMs, maxDurationMs }) => {
    if (durationMs === undefined) return undefined
    if (maxDurationMs !== undefined && durationMs > maxDurationMs) {
      const [length, allowed] = formatBoth(durationMs, maxDurationMs, formatSeconds, 'ms')
      return {
        code: 'media-runs-too-long',
        message: `it runs ${length}, ${allowed} are allowed`,
        advice: `Cut it to ${allowed} at most.`,
        actual: durationMs,
        maximum: maxDurationMs,
      }
    }
    if (minDurationMs === undefined || durationMs >= minDurationMs) return undefined
    const [length, least] = formatBoth(durationMs, minDurationMs, formatSeconds, 'ms')
    return {
      code: 'media-runs-too-short',
      message: `it runs ${length}, ${least} are the least`,
      advice: `Use one that runs ${least} at least.`,
      actual: durationMs,
      minimum: minDurationMs,
    }
  },

  ({ frameRate }, { maxFrameRate }) => {
    if (frameRate === undefined || maxFrameRate === undefined || frameRate <= maxFrameRate) return undefined
    return {
      code: 'media-frame-rate',
      message: `it has ${frameRate} frames in a second, ${maxFrameRate} are allowed`,
      advice: `Export it with ${maxFrameRate} frames in a second.`,
      actual: frameRate,
      maximum: maxFrameRate,
    }
  },

  (item, limit) => checkCodec('pictures', item.videoCodec, limit.videoCodecs),
  (item, limit) => checkCodec('sound', item.audioCodec, limit.audioCodecs),
]

function checkSide(
  side: 'width' | 'height',
  actual: number | undefined,
  minimum: number | undefined,
  maximum: number | undefined,
): MediaProblem | undefined {
  if (actual === undefined) return undefined
  const message = `its ${side} is ${actual} pixels`
  if (maximum !== undefined && actual > maximum) {
    return {
      code: 'media-too-many-pixels',
      message: `${message}, ${maximum} are allowed`,
      advice: `Scale it so that its ${side} is ${maximum} pixels or less.`,
      actual,
      maximum,
    }
  }
  if (minimum === undefined || actual >= minimum) return undefined
  return {
    code: 'media-too-few-pixels',
    message: `${message}, ${minimum} are the least`,
    advice: `Use a larger original: scaling it up only makes it blurred.`,
    actual,
    minimum,
  }
}

/** What people know a codec as, where that differs. */
const familiarNames: Readonly<Record<string, string>> = { avc: 'H.264', hevc: 'H.265', aac: 'AAC', opus: 'Opus' }

function checkCodec(
  what: 'pictures' | 'sound',
  codec: string | undefined,
  taken: readonly string[] | undefined,
): MediaProblem | undefined {
  if (codec === undefined || !taken || taken.includes(codec)) return undefined
  const [first = ''] = taken
  return {
    code: 'media-codec',
    message: `its ${what} ${what === 'sound' ? 'is' : 'are'} ${nameOf(codec)}; taken are ${taken.map(nameOf).join(', ')}`,
    advice: `Export it with ${nameOf(first)}.`,
  }
}

function nameOf(codec: string): string {
  if (codec === 'unknown') return 'of an unknown codec'
  return familiarNames[codec] ?? codec
}

function round(ratio: number): number {
  return Math.round(ratio * 1000) / 1000
}
