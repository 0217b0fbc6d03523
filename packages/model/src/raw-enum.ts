/**
 * A platform's enum value beside the word Tutti uses for it.
 * A value that Tutti does not know is `{ unified: 'other', raw }`, never an error.
 */
export interface RawEnum<Unified extends string> {
  readonly unified: Unified | 'other'
  /** The platform's own spelling. */
  readonly raw: string
}
