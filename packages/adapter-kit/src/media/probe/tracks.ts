/** What the tracks of a video or sound file say about it. */
export interface Tracks {
  readonly hasVideo: boolean
  readonly hasAudio: boolean
  readonly widthPixels?: number | undefined
  readonly heightPixels?: number | undefined
  readonly durationMs?: number | undefined
  readonly videoCodec?: string | undefined
  readonly audioCodec?: string | undefined
  readonly frameRate?: number | undefined
}

/** What the worker is told when it starts. */
export interface ProbeJob {
  readonly byteLength: number
  readonly mimeType: string
}

/** What the worker says: it needs some bytes, or it is done. */
export type ProbeMessage =
  | { readonly need: number; readonly from: number; readonly to: number }
  | { readonly tracks: Tracks }
  | { readonly failure: string }

/** What the worker is answered. */
export interface ProbeBytes {
  readonly need: number
  readonly bytes: Uint8Array
}
