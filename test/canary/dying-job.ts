/** What a process is told that is going to die of an error that nobody catches. Plain JSON. */
export interface DyingJob {
  readonly platform: 'bluesky' | 'mastodon'
  readonly server: string
  readonly storeFile: string
  /** While it begins a sign-in, finishes one, uses or renews what came of it. */
  readonly during: 'begin' | 'complete' | 'use'
  /** Of an error of the app's own, whose cause is what the platform answered; or of a bug while a request is out. */
  readonly of: 'an answer' | 'a bug'
}

/** What it tells. Plain JSON. */
export type DyingMessage =
  | { readonly kind: 'secrets'; readonly shared: readonly string[]; readonly own: readonly string[] }
  | { readonly kind: 'connected' }
