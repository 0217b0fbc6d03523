/**
 * One way in which an exchange goes wrong. `committed` says whether the platform really does what
 * was asked before it goes wrong: the handler runs, and the ledger has it.
 *
 * On a socket every kind is the real thing. Intercepted by msw, `reset` and `late-commit` are the
 * client's network error; nothing there can tell a lost connection from one that never was.
 */
export type Fault =
  /** The connection is reset without an answer. */
  | { readonly kind: 'reset'; readonly committed: boolean }
  /** Committed; half of the answer's body arrives, then the connection ends. */
  | { readonly kind: 'cut-body' }
  /** Committed; the status and headers arrive with an empty body. */
  | { readonly kind: 'empty-body' }
  /** No answer ever; the connection stays open until the client gives up. */
  | { readonly kind: 'hang'; readonly committed: boolean }
  /** An error status, the platform having done what was asked or not. 500 when `status` is absent. */
  | {
      readonly kind: 'error'
      readonly committed: boolean
      readonly status?: number | undefined
      readonly headers?: Readonly<Record<string, string>> | undefined
      readonly body?: string | undefined
    }
  /** The connection is reset at once; the platform commits `delayMs` later. */
  | { readonly kind: 'late-commit'; readonly delayMs: number }
  /** Committed; the body arrives in `chunks` pieces, `delayMs` apart. */
  | { readonly kind: 'slow-body'; readonly chunks: number; readonly delayMs: number }
  /** Committed; the answer is changed on its way: lying headers, wrong shapes. */
  | { readonly kind: 'rewrite'; rewrite(answer: Response): Response | Promise<Response> }
  /** Waits for the test before and after the handler runs: the points at which a process is killed. */
  | {
      readonly kind: 'pause'
      beforeCommit?(): void | Promise<void>
      afterCommit?(): void | Promise<void>
    }
