import type { Delivery } from '@tutti/core'
import type { ClockPace } from '../clock/accelerated-clock.ts'

/** What a child process is to do. Pure JSON. */
export interface ChildJob {
  readonly baseUrl: string
  /** The secret of the account, for the script to make a channel of. */
  readonly secret: string
  readonly storeFile: string
  readonly pace: ClockPace
  readonly texts: readonly string[]
  /** Stops at the committing request of this number, from 0, and waits to be killed. */
  readonly stopAt?: { readonly commit: number; readonly when: 'before-request' | 'after-answer' } | undefined
  /** `publish` the texts, or `recover` what another process has left. */
  readonly task: 'publish' | 'recover'
}

/** What a child process says to the one that started it. */
export type ChildMessage = { readonly kind: 'stopped' } | { readonly kind: 'done'; readonly delivery: Delivery }
