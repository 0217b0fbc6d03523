/** What one of several people, each in a process of their own, does with posts that wait for approval. Pure JSON. */
export interface DecisionJob {
  /** Of the SQLite store that all share. */
  readonly file: string
  readonly server: string
  readonly person: { readonly id: string; readonly role: string }
  /** An editor gives each post another text; an approver approves what it sees. */
  readonly does: 'edit' | 'approve'
  readonly posts: readonly string[]
  readonly rounds: number
  /** When all of them begin, in epoch milliseconds. */
  readonly beginAt: number
}

/** What somebody has decided, and was told that it is stored. */
export interface Decided {
  readonly post: string
  readonly text: string
}
