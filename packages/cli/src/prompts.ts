/** One thing to choose. */
export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string | undefined
}

/** Questions to the person at the terminal. Each rejects with `aborted` when the person breaks off. */
export interface Prompts {
  /** @param question `isOptional`: nothing at all is an answer, the empty text; not when absent */
  text(question: {
    readonly message: string
    readonly example?: string | undefined
    readonly isOptional?: boolean | undefined
  }): Promise<string>
  /** What is typed is not shown. */
  secret(question: { readonly message: string }): Promise<string>
  /** @param question `isLikely`: what a mere Enter says; no when absent */
  confirm(question: { readonly message: string; readonly isLikely?: boolean | undefined }): Promise<boolean>
  /** One or more of some. */
  choose(question: { readonly message: string; readonly choices: readonly Choice[] }): Promise<readonly string[]>
}
