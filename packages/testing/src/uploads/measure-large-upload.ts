import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleMp4Start } from '../context/sample-video.ts'
import { serveCuttingProxy } from './cutting-proxy.ts'
import type { UploadJob, UploadMemory, UploadMessage } from './upload-job.ts'
import { type ReceivedUpload, serveUploads, type UploadAnswer } from './upload-server.ts'

/** A large upload, and who does it. */
export interface LargeUploadOptions {
  /** A script whose body calls `runUploadChild` of `@tutti/testing/child`. */
  readonly childScript: URL
  /** Answers each request of the child, in the platform's manner. Needed where there is no `forwardTo`. */
  readonly answer?: ((request: ReceivedUpload) => UploadAnswer) | undefined
  /** The base URL of a fake on loopback that answers instead: the whole way of a post. */
  readonly forwardTo?: string | undefined
  /** Of the file, a video; 200 MB when absent. */
  readonly byteLength?: number | undefined
  /** Breaks the first request whose body reaches so many bytes, or the first connection. Absent: none is broken. */
  readonly cutAtBytes?: number | undefined
}

/** What a large upload took. */
export interface LargeUploadReport extends UploadMemory {
  /** What it took beyond being idle. */
  readonly growthBytes: number
  /** Every request, in order; none where a fake has answered: it keeps its own list. */
  readonly received: readonly ReceivedUpload[]
  /** How often the line was broken. */
  readonly cutCount: number
}

const defaultByteLength = 200_000_000
const shortByteLength = 100_000
// V8 lets young garbage grow to three times 16 MB where there is plenty of memory, and an upload makes much of it. What
// is of interest is what the upload holds on to.
const smallNursery = '--max-semi-space-size=1'

/**
 * Uploads a video of 200 MB in a process of its own, and tells how much more memory the process had
 * at the most than when it was idle: resident memory, with V8's space for young garbage kept small.
 * The video is real, its file sparse; the server of `answer` keeps nothing of it.
 */
export async function measureLargeUpload(options: LargeUploadOptions): Promise<LargeUploadReport> {
  const { childScript, byteLength = defaultByteLength } = options
  const folder = await mkdtemp(join(tmpdir(), 'tutti-upload-'))
  const server = await serve(options)
  try {
    const shortFile = await writeVideo(join(folder, 'short.mp4'), shortByteLength)
    const longFile = await writeVideo(join(folder, 'long.mp4'), byteLength)
    const memory = await runChild(childScript, { baseUrl: server.baseUrl, shortFile, longFile })
    const growthBytes = memory.peakBytes - memory.idleBytes
    return { ...memory, growthBytes, received: server.received, cutCount: server.cutCount }
  } finally {
    await server.close()
    await rm(folder, { recursive: true })
  }
}

async function serve({ answer, forwardTo, cutAtBytes = Number.POSITIVE_INFINITY }: LargeUploadOptions) {
  if (forwardTo === undefined) return serveUploads(answer ?? (() => ({ status: 501, json: {} })), cutAtBytes)
  const proxy = await serveCuttingProxy(forwardTo, cutAtBytes)
  return Object.assign(proxy, { received: [] })
}

async function writeVideo(path: string, byteLength: number): Promise<string> {
  const file = await open(path, 'wx')
  try {
    await file.write(sampleMp4Start(byteLength))
    // The zeros at the end take no place on the disk.
    await file.truncate(byteLength)
  } finally {
    await file.close()
  }
  return path
}

async function runChild(script: URL, job: UploadJob): Promise<UploadMemory> {
  const child = fork(fileURLToPath(script), [JSON.stringify(job)], {
    execArgv: ['--expose-gc', smallNursery, '--conditions=@tutti/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  let said: UploadMessage | undefined
  child.on('message', (message: UploadMessage) => {
    said = message
  })
  await once(child, 'exit')
  if (said && 'memory' in said) return said.memory
  throw new Error(`the child process did not upload: ${said?.failure ?? complaint}`)
}
