import type { ScheduleState } from '../calendar/schedule-record.ts'

/** How a file is written. `csv`: for spreadsheets. `json`: an array, or one object after another. `ics`: iCalendar, RFC 5545. */
export type BulkFormat = 'csv' | 'json' | 'ics'

/** The content of a file, not its path: a text, its UTF-8 bytes, or both in pieces, such as a stream of Node. */
export type BulkSource = string | Uint8Array | AsyncIterable<string | Uint8Array>

/** How a file is imported. */
export interface ImportOptions {
  readonly format: BulkFormat
  /** Says what would happen, and places nothing. */
  readonly dryRun?: boolean | undefined
  /** What the app calls this import: its posts have it as their `origin`. Made up when absent. */
  readonly id?: string | undefined
  /** `draft`: whatever the rows say, all wait for somebody. `scheduled` when absent: what has no state of its own goes out at its time, or is submitted where approval is required. */
  readonly as?: 'scheduled' | 'draft' | undefined
  /**
   * Whether the file may name paths and URLs to read media from. Whoever wrote it has this process read them: only for
   * files of people you trust with that. False when absent: rows with media are refused.
   */
  readonly trustMedia?: boolean | undefined
  /** Who imports it, as the app calls them; kept in the history. */
  readonly by?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** What is wrong with a row, or worth knowing about it. */
export interface ImportIssue {
  /** An error refuses the row, and with it the file. */
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  /** The column, or the member of the post. */
  readonly path?: string | undefined
  readonly channel?: string | undefined
  /** What to do about it. */
  readonly advice: string
}

/** What becomes of one row. */
export interface ImportedRow {
  /** As a spreadsheet counts: 1 is the line of the columns' names. In JSON and iCalendar from 1, by item. */
  readonly row: number
  /** Of the post or series in the calendar; the same for the same row at every import. */
  readonly id?: string | undefined
  readonly kind: 'post' | 'series'
  /**
   * `new`: placed, where the import succeeds. `present`: it is in the calendar already. `skipped`: its time is over, or
   * it was cancelled. `refused`: see the errors among its issues.
   */
  readonly outcome: 'new' | 'present' | 'skipped' | 'refused'
  /** What a new post is in the calendar. */
  readonly state?: ScheduleState | undefined
  /** Epoch milliseconds. */
  readonly at?: number | undefined
  readonly issues: readonly ImportIssue[]
}

/** What came of an import. */
export interface ImportReport {
  readonly id: string
  readonly isDryRun: boolean
  /** Whether the calendar has all rows now that are not over; otherwise it has none of the new ones. */
  readonly isImported: boolean
  readonly counts: Readonly<Record<ImportedRow['outcome'], number>>
  readonly rows: readonly ImportedRow[]
}

/** What is exported, and how. */
export interface ExportOptions {
  readonly format: BulkFormat
  /** Epoch milliseconds, inclusive. With `from` or `to`, drafts without a time are left out. */
  readonly from?: number | undefined
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined
  /** All that are not over when absent: not `firing`, `fired` and `cancelled`. */
  readonly states?: readonly ScheduleState[] | undefined
  /** Posts that go to this channel, perhaps among others. */
  readonly channel?: string | undefined
  readonly campaign?: string | undefined
}

/** `tutti.scheduler.bulk`: many posts at once. */
export interface BulkApi {
  /**
   * Places every row of a file in the calendar, or none. What is wrong is in the report, row by row. All posts appear at
   * once, also to other processes, and one that dies in the middle leaves nothing. The same file again places nothing twice.
   * @throws InvalidInputError `invalid-input` for options of a wrong shape, `import-overtaken` when another import of the
   * same posts began meanwhile; StoreError `store-not-durable`; TransportError `aborted`
   */
  import(source: BulkSource, options: ImportOptions): Promise<ImportReport>
  /**
   * Writes the calendar piece by piece, so that `import` reads the same again. Cells that a spreadsheet would take for
   * formulas are made inert. In `ics` series are one event with their rule; `csv` and `json` have only posts.
   * @throws InvalidInputError `invalid-input`
   */
  export(options: ExportOptions): AsyncIterable<string>
}
