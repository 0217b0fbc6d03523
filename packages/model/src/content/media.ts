/** The kinds of media a post can carry. */
export type MediaKind = 'image' | 'video' | 'audio' | 'document'

/**
 * Where bytes come from. A source must be re-openable: a retry reads it again from the start.
 * `url` is a URL of the app's own; URLs from outside go through the guarded fetch instead.
 */
export type MediaSource =
  | { readonly path: string }
  | { readonly url: string }
  | { readonly blob: Blob }
  | {
      /** Called once per upload attempt; each call returns a fresh stream from the first byte. */
      readonly open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>
      readonly byteLength?: number | undefined
    }

/** One attachment as the author gives it. */
export interface Media {
  readonly kind: MediaKind
  readonly source: MediaSource
  /** What the picture shows, for people who can't see it. */
  readonly alt?: string | undefined
  readonly fileName?: string | undefined
}

/**
 * One attachment after `prepare`: measured, hashed, and pure JSON.
 * `uri` is `file:`, `http(s):` or `media:<sha256>` (held by the app's `MediaStore`).
 */
export interface PreparedMedia {
  readonly kind: MediaKind
  readonly uri: string
  /** Lower-case hexadecimal SHA-256 of the bytes; checked again when they are sent. */
  readonly sha256: string
  readonly byteLength: number
  /** Read from the bytes themselves, never from the file name. */
  readonly mimeType: string
  /** As it is shown: after any rotation that the file asks for. Of images and videos. */
  readonly widthPixels?: number | undefined
  readonly heightPixels?: number | undefined
  /** Of video and audio. */
  readonly durationMs?: number | undefined
  /** `avc` (H.264), `hevc` (H.265), `vp8`, `vp9`, `av1`, `prores`, or `unknown`. Of videos. */
  readonly videoCodec?: string | undefined
  /** `aac`, `opus`, `mp3`, `vorbis`, `flac`, `ac3`, `eac3`, `dts`, `pcm-s16` and the like, or `unknown`. Absent without sound. */
  readonly audioCodec?: string | undefined
  /** Frames in a second, as the beginning of a video shows them. */
  readonly frameRate?: number | undefined
  readonly alt?: string | undefined
  readonly fileName?: string | undefined
}

/** A stretch of bytes. */
export interface ByteRange {
  /** The first byte; 0 when absent. */
  readonly from?: number | undefined
  /** The first byte that no longer belongs to it; the end when absent. */
  readonly to?: number | undefined
}

/** Bytes that can be read more than once, with their length and type known beforehand. */
export interface ByteSource {
  readonly byteLength: number
  readonly mimeType: string
  readonly fileName?: string | undefined
  /** Opens a fresh stream: from the first byte to the last, or of a range that lies within `byteLength`. */
  open(range?: ByteRange): Promise<ReadableStream<Uint8Array>>
}

/**
 * Keeps the bytes of Blobs and streams between `prepare` and `publish`.
 * A folder by default where there is a store; memory otherwise.
 */
export interface MediaStore {
  /** Whether bytes survive the process. A scheduled post needs that. */
  readonly durable: boolean
  /** Stores the bytes under their hash. Storing the same bytes again is harmless, and makes them new. */
  put(sha256: string, bytes: ReadableStream<Uint8Array>): Promise<void>
  /** Opens stored bytes, or a range of them; answers `undefined` when they are not there. */
  open(sha256: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>
  /**
   * Deletes bytes, or leaves them where they were stored again at `storedBefore` or later, in epoch
   * milliseconds. @returns whether they were deleted
   */
  delete(sha256: string, options?: { readonly storedBefore?: number | undefined }): Promise<boolean>
  /** Everything that is there, in no order. What comes or goes meanwhile may be left out. */
  list(): AsyncIterable<StoredMedia>
}

/** Bytes in a media store. */
export interface StoredMedia {
  readonly sha256: string
  readonly byteLength: number
  /** Epoch milliseconds at which they were stored last. */
  readonly storedAt: number
}
