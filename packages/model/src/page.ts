import type { Warning } from './warning.ts'

/** One page of a list. Order is the platform's own, newest first unless an operation says otherwise. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Opaque, serialisable and free of secrets; hand it back as `cursor` to read on. Absent on the last page. */
  readonly nextCursor?: string | undefined
  /** Items that could not be read, fields that were dropped. A page with warnings is still usable. */
  readonly warnings: readonly Warning[]
}

/** Where to start and how much to read; every list operation accepts these. */
export interface PageInput {
  /** A `nextCursor` of an earlier page of the same list. */
  readonly cursor?: string | undefined
  /** How many items to ask the platform for. The platform may answer fewer, and clamps to its own maximum. */
  readonly limit?: number | undefined
}
