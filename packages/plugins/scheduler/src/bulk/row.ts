import type { Post } from '@tutti/model'
import type { SeriesInput } from '../series/series-api.ts'
import type { Disambiguation, WallTime } from '../time/wall-time.ts'
import type { ImportIssue } from './bulk-api.ts'

/** One post as a file has it. */
export interface PostRow {
  readonly kind: 'post'
  readonly id?: string | undefined
  /** As `schedule` takes it, or without a zone where `timeZone` names it. */
  readonly at?: string | undefined
  readonly timeZone?: string | undefined
  readonly disambiguation?: Disambiguation | undefined
  /** As the calendar calls it, or something that it does not know. */
  readonly state?: string | undefined
  /** Without its id. Not checked yet. */
  readonly post: Post
  /** The series of which it is an occurrence, moved or changed by hand. */
  readonly occurrenceOf?: { readonly series: string; readonly occurrence: string } | undefined
}

/** One series as a file has it. */
export interface SeriesRow {
  readonly kind: 'series'
  readonly id: string
  readonly series: SeriesInput
}

/** One row that was read, or why it could not be. */
export interface ReadRow {
  readonly row: number
  readonly value?: PostRow | SeriesRow | undefined
  readonly issues: readonly ImportIssue[]
}

/** A post of the calendar on its way to a file. */
export interface WrittenPost {
  readonly id: string
  readonly state: string
  readonly time?: WallTime | undefined
  readonly disambiguation: Disambiguation
  /** Without its id. */
  readonly post: Post
}

/** An issue that refuses a row. */
export function errorOf(
  path: string | undefined,
  message: string,
  advice: string,
  code = 'invalid-input',
): ImportIssue {
  return { severity: 'error', code, message, path, advice }
}
