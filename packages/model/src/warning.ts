/** Soft trouble in an answer or a fitted post: something was dropped, changed or could not be read. */
export interface Warning {
  /** Stable kebab-case code. */
  readonly code: string
  /** What happened, for a person. Never contains a secret. */
  readonly message: string
  /** Where, as a path such as `items[3].author` or `perChannel.sky.text`. */
  readonly path?: string | undefined
}

/** What `prepare` found wrong with a post on one channel. `error` holds the post back, `warning` does not. */
export interface Issue extends Warning {
  readonly severity: 'error' | 'warning'
  /** What the author can do about it. */
  readonly advice: string
  /** The measured length or count, where the issue is about one. */
  readonly actual?: number | undefined
  /** The limit it was held against, in the same unit as `actual`. */
  readonly maximum?: number | undefined
  /** The same where it is a least and not a most. */
  readonly minimum?: number | undefined
}
