/** What a process that plans was told. Pure JSON. */
export interface Planned {
  /** Ids of posts that are in the calendar, as far as it knows. */
  readonly confirmed: readonly string[]
  /** What it was told instead of the next; nothing when all were taken. */
  readonly refused?:
    | { readonly code: string; readonly message: string; readonly advice?: string | undefined }
    | undefined
}
