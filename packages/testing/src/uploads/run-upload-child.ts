import type { UploadJob, UploadMemory, UploadMessage } from './upload-job.ts'

const sampleEveryMs = 5
const settleMs = 200

/**
 * The body of a child process of `measureLargeUpload`: uploads a short file to get everything loaded,
 * then the long one, and tells how much memory that took beyond being idle.
 * @param upload uploads the file at a path to the server at a base URL, however the adapter does it
 */
export async function runUploadChild(upload: (file: string, baseUrl: string) => Promise<void>): Promise<void> {
  const { baseUrl, shortFile, longFile } = JSON.parse(process.argv[2] ?? '') as UploadJob
  try {
    await upload(shortFile, baseUrl)
    const memory = await measure(() => upload(longFile, baseUrl))
    say({ memory })
  } catch (error) {
    say({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
  process.disconnect?.()
}

async function measure(work: () => Promise<void>): Promise<UploadMemory> {
  globalThis.gc?.()
  // Pools and freed pages are given back a little later.
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  globalThis.gc?.()
  const idleBytes = process.memoryUsage.rss()
  let peakBytes = idleBytes
  const sample = () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }
  const timer = setInterval(sample, sampleEveryMs)
  try {
    await work()
    sample()
  } finally {
    clearInterval(timer)
  }
  return { idleBytes, peakBytes }
}

const say = (message: UploadMessage) => void process.send?.(message)
