import { type DeliveryState, InvalidInputError, type Post, type Preview } from '@tutti/model'
import type { Session } from '../client/open-session.ts'

/** A post in the calendar, as far as the command shows it. */
export interface Scheduled {
  readonly id: string
  readonly state: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly wallTime: string
  readonly timeZone: string
  /** `gap` or `overlap` where the wall time was skipped or came twice. */
  readonly adjusted: string
  readonly campaign?: string | undefined
  readonly preview: Preview
  readonly deliveries?: Readonly<Record<string, DeliveryState>> | undefined
  readonly reason?: string | undefined
}

/** What is paused. */
export type PauseScope = { readonly channel: string } | { readonly campaign: string } | { readonly everything: true }

/** One pause that is in force. */
export interface Pause {
  readonly scope: PauseScope
  readonly reason: string
  readonly by?: string | undefined
  readonly since: number
}

/** A post that should have gone out and has not. */
export interface Overdue {
  readonly scheduled: Scheduled
  readonly lateMs: number
  readonly reason: string
  readonly detail: string
}

/** What was tried on one channel. */
export interface DeliveryLog {
  readonly channel: string
  readonly state: DeliveryState
  readonly reason?: string | undefined
  readonly attempts: readonly {
    readonly at: number
    readonly action: string
    readonly part: number
    readonly outcome: string
    readonly error?: { readonly message: string } | undefined
  }[]
}

/** What is used of a scheduler, where the configuration has one. */
export interface Scheduler {
  schedule(
    post: Post,
    input: {
      readonly at: string
      readonly disambiguation?: string | undefined
      readonly late?: { readonly policy: string; readonly graceMs?: number | undefined } | undefined
      readonly by?: string | undefined
    },
  ): Promise<Scheduled>
  reschedule(id: string, input: { readonly at: string; readonly by?: string | undefined }): Promise<Scheduled>
  cancel(id: string, input: { readonly by?: string | undefined }): Promise<Scheduled>
  publishNow(id: string, input: { readonly by?: string | undefined }): Promise<Scheduled>
  get(id: string): Promise<Scheduled>
  list(filter: {
    readonly states?: readonly string[] | undefined
    readonly channel?: string | undefined
    readonly campaign?: string | undefined
    readonly from?: number | undefined
    readonly to?: number | undefined
  }): Promise<readonly Scheduled[]>
  pause(input: PauseScope & { readonly reason: string; readonly by?: string | undefined }): Promise<Pause>
  resume(input: PauseScope & { readonly by?: string | undefined }): Promise<boolean>
  pauses(): Promise<readonly Pause[]>
  overdue(): Promise<readonly Overdue[]>
  attempts(id: string): Promise<readonly DeliveryLog[]>
  retry(id: string, input: { readonly channel?: string | undefined }): Promise<Scheduled>
  health(): Promise<{ readonly workers: readonly { readonly id: string; readonly isAlive: boolean }[] }>
  run(options: { readonly signal: AbortSignal }): Promise<void>
}

/** What to do about a configuration without a calendar. */
export const missingScheduler =
  'npm install @tutti/scheduler, and add scheduler() to the plugins of the configuration; `tutti init` does that for a new one.'

/** The configuration's scheduler. @throws InvalidInputError `invalid-options` when it has none */
export function schedulerOf(session: Session): Scheduler {
  const scheduler = session.pluginNamed<Scheduler>('scheduler')
  if (scheduler !== undefined) return scheduler
  throw new InvalidInputError({
    code: 'invalid-options',
    message: 'the configuration has no calendar: it lacks the plugin scheduler',
    path: 'plugins',
    advice: missingScheduler,
  })
}
