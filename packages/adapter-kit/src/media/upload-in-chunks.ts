import { type ByteSource, PlatformError, TuttiError } from '@tutti/model'

/** How far a platform is with an upload: it has so many bytes from the first on, or it has them all and answers. */
export type UploadProgress<Result> = { readonly receivedBytes: number } | { readonly result: Result }

/** A stretch of a file as one request sends it. */
export interface UploadChunk extends ByteSource {
  /** Its first byte within the file. */
  readonly from: number
  /** The first byte behind it. */
  readonly to: number
  readonly isLast: boolean
}

/** One resumable upload as a platform offers it. Each method makes one request through `context.http`. */
export interface ChunkedUpload<Result> {
  /** Asks the platform how much it has. Reads only. */
  readProgress(): Promise<UploadProgress<Result>>
  /**
   * Sends one chunk. The request must say `repeatable: false`: after a cut the platform may have
   * taken a part of it, and only `readProgress` knows how much.
   */
  sendChunk(chunk: UploadChunk): Promise<UploadProgress<Result>>
}

/** How `uploadInChunks` goes about it. */
export interface UploadInChunksOptions {
  /** Of every chunk but the last. Platforms often want a multiple of something. */
  readonly chunkBytes: number
  readonly signal: AbortSignal
}

/** So often in succession a chunk may be sent from a place that the upload had reached before. */
const maxStalls = 1

/**
 * Sends a file in chunks, from where the platform stands to the end, and goes on after a cut from
 * the byte that the platform confirms. This is no retry of a request: what was lost is asked for,
 * and what is sent next is what the upload's protocol says comes next. An upload that is
 * cut twice at the same place is given up, and the operation fails as its last request did.
 * @throws TuttiError of the request that failed; MediaError `media-changed`, `media-not-found`
 * @throws PlatformError `malformed-answer` when the platform confirms bytes that there are none of, or takes chunks and has none
 */
export async function uploadInChunks<Result>(
  source: ByteSource,
  upload: ChunkedUpload<Result>,
  { chunkBytes, signal }: UploadInChunksOptions,
): Promise<Result> {
  let progress = await upload.readProgress()
  let furthest = -1
  let stalls = 0
  while (!('result' in progress)) {
    const from = checkReceived(progress.receivedBytes, source)
    stalls = from > furthest ? 0 : stalls + 1
    furthest = Math.max(from, furthest)
    if (stalls > maxStalls) {
      throw malformed(`takes chunks from byte ${from} on and still has ${from}`)
    }
    try {
      progress = await upload.sendChunk(chunkOf(source, from, chunkBytes))
    } catch (error) {
      if (!isCut(error) || stalls === maxStalls || signal.aborted) {
        throw error
      }
      progress = await upload.readProgress()
    }
  }
  return progress.result
}

function chunkOf(source: ByteSource, from: number, chunkBytes: number): UploadChunk {
  const to = Math.min(from + chunkBytes, source.byteLength)
  const { mimeType, fileName } = source
  return {
    from,
    to,
    isLast: to === source.byteLength,
    byteLength: to - from,
    mimeType,
    fileName,
    open: (range) =>
      source.open({ from: from + (range?.from ?? 0), to: range?.to === undefined ? to : from + range.to }),
  }
}

/** Whether nothing is known of what became of a request: a refusal is an answer, and stays one. */
function isCut(error: unknown): boolean {
  return TuttiError.isInstance(error) && error.outcome === 'unknown' && error.retryable
}

/** A platform that has everything and gives no result would be sent empty chunks for ever. */
function checkReceived(receivedBytes: number, { byteLength }: ByteSource): number {
  if (Number.isSafeInteger(receivedBytes) && receivedBytes >= 0 && receivedBytes < byteLength) {
    return receivedBytes
  }
  throw malformed(`says that it has ${receivedBytes} of ${byteLength} bytes, and that the upload is not finished`)
}

function malformed(message: string): PlatformError {
  return new PlatformError({ code: 'malformed-answer', message: `the platform ${message}`, outcome: 'unknown' })
}
