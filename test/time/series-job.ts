/** What a worker that follows series has to know. Pure JSON. */
export interface SeriesJob {
  /** Of the SQLite store. */
  readonly file: string
  /** Where the platform listens, by channel: one for each zone. */
  readonly servers: Readonly<Record<string, string>>
}
