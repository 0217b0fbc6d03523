/** What a child process is to upload. Pure JSON. */
export interface UploadJob {
  readonly baseUrl: string
  /** A short file of the same kind, to get everything loaded with. */
  readonly shortFile: string
  readonly longFile: string
}

/** What a child process found out about its own memory. */
export interface UploadMemory {
  readonly idleBytes: number
  readonly peakBytes: number
}

/** What a child process says to the one that started it. */
export type UploadMessage = { readonly memory: UploadMemory } | { readonly failure: string }
