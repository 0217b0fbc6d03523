import type { ByteRange } from '@tutti/model'
import { flacHeadBytes, hasLastFrame, readFlacTailBytes } from './flac-end.ts'
import { mp3HeadBytes, readMp3Length, readSoundStart } from './mp3-end.ts'

/** Reads a stretch of a file; less where the file ends. */
export type ReadBytes = (range: Required<ByteRange>) => Promise<Uint8Array>

/** Whether a sound file whose container has no lengths ends before its last frame. Reads its beginning and end only. */
export function isCutOff(mimeType: string, byteLength: number, read: ReadBytes): Promise<boolean> {
  const within = (from: number, length: number) =>
    read({ from: Math.min(from, byteLength), to: Math.min(from + length, byteLength) })
  switch (mimeType) {
    case 'audio/flac':
      return isFlacCutOff(byteLength, within)
    case 'audio/mpeg':
      return isMp3CutOff(byteLength, within)
    default:
      return Promise.resolve(false)
  }
}

type ReadWithin = (from: number, length: number) => Promise<Uint8Array>

async function isFlacCutOff(byteLength: number, read: ReadWithin): Promise<boolean> {
  const head = await read(0, flacHeadBytes)
  const tailBytes = readFlacTailBytes(head)
  if (tailBytes === undefined) {
    return false
  }
  return !hasLastFrame(head, await read(Math.max(0, byteLength - tailBytes), tailBytes))
}

async function isMp3CutOff(byteLength: number, read: ReadWithin): Promise<boolean> {
  const start = readSoundStart(await read(0, mp3HeadBytes))
  const length = readMp3Length(await read(start, mp3HeadBytes))
  return length !== undefined && start + length > byteLength
}
