import { parentPort, workerData } from 'node:worker_threads'
import { ALL_FORMATS, CustomSource, Input } from 'mediabunny'
import type { ProbeBytes, ProbeJob, ProbeMessage, Tracks } from './tracks.ts'

/** Enough for mediabunny to be sure of a frame rate, as its documentation says. */
const probedPackets = 256

const { byteLength, mimeType } = workerData as ProbeJob
const say = (message: ProbeMessage) => parentPort?.postMessage(message)
const needed = new Map<number, (bytes: Uint8Array) => void>()

parentPort?.on('message', ({ need, bytes }: ProbeBytes) => {
  needed.get(need)?.(bytes)
  needed.delete(need)
})
// mediabunny tells the console about every track that it does not know.
console.warn = () => {}
console.error = () => {}

let count = 0
const source = new CustomSource({
  getSize: () => byteLength,
  read: (from, to) =>
    new Promise((resolve) => {
      count += 1
      needed.set(count, resolve)
      say({ need: count, from, to })
    }),
  // A file system and a server are both better asked once for a little more.
  prefetchProfile: 'fileSystem',
})

readTracks(new Input({ formats: ALL_FORMATS, source })).then(
  (tracks) => say({ tracks }),
  (error: unknown) => say({ failure: String(error) }),
)

async function readTracks(input: Input): Promise<Tracks> {
  const [video, audio] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()])
  return {
    hasVideo: video !== null,
    hasAudio: audio !== null,
    ...(video && {
      widthPixels: await video.getDisplayWidth(),
      heightPixels: await video.getDisplayHeight(),
      videoCodec: (await video.getCodec()) ?? 'unknown',
      frameRate: await readFrameRate(video),
    }),
    ...(audio && { audioCodec: (await audio.getCodec()) ?? 'unknown' }),
    ...((video || audio) && { durationMs: await readDuration(input) }),
  }
}

async function readFrameRate(video: NonNullable<Awaited<ReturnType<Input['getPrimaryVideoTrack']>>>) {
  const metrics = await video.computeFrameRateMetrics({ targetPacketCount: probedPackets })
  // One picture has no rate.
  return metrics.probedPacketCount > 1 ? Math.round(metrics.bestGuessFrameRate * 1000) / 1000 : undefined
}

async function readDuration(input: Input): Promise<number | undefined> {
  // These two are read from the first byte to the last where their head does not tell.
  const isScanned = mimeType === 'audio/flac' || mimeType === 'audio/aac'
  const seconds = (await input.getDurationFromMetadata()) ?? (isScanned ? null : await input.computeDuration())
  return seconds === null || !Number.isFinite(seconds) ? undefined : Math.round(seconds * 1000)
}
