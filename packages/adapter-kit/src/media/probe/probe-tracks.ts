import { Worker } from 'node:worker_threads'
import { type ByteRange, MediaError } from '@tutti/model'
import { readBytes } from '../read-bytes.ts'
import { stopIfAborted } from '../stop-if-aborted.ts'
import type { ProbeBytes, ProbeJob, ProbeMessage, Tracks } from './tracks.ts'

/** How long the parser may think between two reads. Hostile files have kept it busy for ever (seen with mediabunny 1.61). */
const defaultMaxThinkingMs = 10_000
/** The index of a long film has some megabytes. */
const maxReadBytes = 64 * 1024 * 1024
const maxReads = 20_000
const maxHeapMegabytes = 256

/** What `probeTracks` needs beside the file's type and length. */
export interface ProbeOptions extends ProbeJob {
  readonly open: (range: ByteRange) => Promise<ReadableStream<Uint8Array>>
  readonly signal?: AbortSignal | undefined
  /** 10 s when absent. */
  readonly maxThinkingMs?: number | undefined
}

/**
 * Reads what the tracks of a video or sound file say, from as few bytes as its format allows. The
 * parser runs in a thread of its own: whatever a file does to it, the app goes on.
 * @throws Error that says why the file can't be read; TransportError `aborted`; whatever `open` throws
 */
export async function probeTracks(options: ProbeOptions): Promise<Tracks> {
  const { open, signal, byteLength, mimeType, maxThinkingMs = defaultMaxThinkingMs } = options
  stopIfAborted(signal)
  const file = import.meta.url.endsWith('.ts') ? './probe-worker.ts' : './probe-worker.js'
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { byteLength, mimeType } satisfies ProbeJob,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
    stdout: true,
    stderr: true,
  })
  let watchdog: NodeJS.Timeout | undefined
  let onAbort = () => {}
  try {
    return await new Promise<Tracks>((resolve, reject) => {
      let reads = 0
      const think = () => {
        clearTimeout(watchdog)
        watchdog = setTimeout(() => reject(new Error('reading it takes too long')), maxThinkingMs)
      }
      async function answer(need: number, from: number, to: number): Promise<void> {
        reads += 1
        if (to - from > maxReadBytes || reads > maxReads) {
          throw new Error('its index is too large')
        }
        const bytes = await readBytes(await open({ from, to }))
        if (bytes.byteLength !== to - from) {
          throw new Error('it ended while it was read')
        }
        worker.postMessage({ need, bytes } satisfies ProbeBytes, [bytes.buffer])
      }
      worker.on('message', (message: ProbeMessage) => {
        clearTimeout(watchdog)
        if ('tracks' in message) {
          resolve(message.tracks)
        } else if ('failure' in message) {
          reject(new Error(message.failure))
        } else {
          answer(message.need, message.from, message.to).then(think, reject)
        }
      })
      worker.on('error', (error: NodeJS.ErrnoException) =>
        reject(error.code?.endsWith('MODULE_NOT_FOUND') ? notShipped(error) : error),
      )
      worker.on('exit', () => reject(new Error('reading it was given up')))
      onAbort = () => reject(new Error('aborted'))
      signal?.addEventListener('abort', onAbort)
      think()
    })
  } catch (error) {
    stopIfAborted(signal)
    throw error
  } finally {
    clearTimeout(watchdog)
    signal?.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}

/** A bundler that puts everything into one file does not see that this one is needed as well. */
function notShipped(cause: Error): MediaError {
  return new MediaError({
    code: 'media-unreadable',
    message: 'the reader of video and sound is not where @tutti/adapter-kit has it',
    advice: 'Leave @tutti/adapter-kit out of the bundle: mark it as external.',
    cause,
  })
}
