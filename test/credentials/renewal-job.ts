import type { ClockPace } from '@tutti/testing/fakes'

/** Where a process may be killed, in the order in which it comes by. `asked` and `granted` are up to the provider. */
export type StopPoint = 'waiting' | 'locked' | 'marked' | 'answered' | 'stored' | 'released'

/** What a process is told. Plain JSON. */
export interface RenewalJob {
  readonly server: string
  readonly storeFile: string
  readonly credentialKey: string
  readonly pace: ClockPace
  readonly unfinishedRenewal: 'ask' | 'retry'
  readonly stopAt?: StopPoint | undefined
}

/** What a process tells. */
export type RenewalMessage =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'done'; readonly handle?: string; readonly code?: string }
