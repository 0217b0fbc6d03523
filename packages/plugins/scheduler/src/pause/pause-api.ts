/** What is paused: one channel, one campaign, or everything. */
export type PauseScope = { readonly channel: string } | { readonly campaign: string } | { readonly everything: true }

/** What is paused, and why. */
export type PauseInput = PauseScope & {
  readonly reason: string
  /** Who wants it, as the app calls them. */
  readonly by?: string | undefined
}

/** One pause that is in force. */
export interface Pause {
  readonly scope: PauseScope
  readonly reason: string
  readonly by?: string | undefined
  /** Epoch milliseconds. */
  readonly since: number
}

/** The part of `tutti.scheduler` that stops things. */
export interface PauseApi {
  /**
   * Nothing more is sent, from the next committing request on and in every process that shares the store:
   * what waits, what is claimed, the next part of a thread, and what the app publishes itself. What has been
   * sent stays. Pausing again replaces the reason.
   * @throws InvalidInputError `invalid-input`; StoreError `store-not-durable`
   */
  pause(input: PauseInput): Promise<Pause>
  /**
   * Ends a pause. What had begun goes on by itself; what fell due meanwhile is judged by its `late` policy,
   * as after any delay. @returns whether there was one
   * @throws InvalidInputError `invalid-input`
   */
  resume(input: PauseScope & { readonly by?: string | undefined }): Promise<boolean>
  /** The pauses in force. */
  pauses(): Promise<readonly Pause[]>
}
