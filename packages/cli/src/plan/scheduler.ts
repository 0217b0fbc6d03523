import {
  type DeliveryState,
  InvalidInputError,
  type Issue,
  type Post,
  type PreparedPart,
  type Preview,
} from '@tutti/model'
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

/** Somebody who decides. */
export interface Person {
  readonly id: string
  readonly role: string
}

/** A post on its way to approval, with the hash of what is approved. */
export interface Draft extends Omit<Scheduled, 'at' | 'wallTime' | 'timeZone' | 'adjusted'> {
  readonly at?: number | undefined
  readonly wallTime?: string | undefined
  readonly timeZone?: string | undefined
  readonly adjusted?: string | undefined
  readonly contentHash: string
  readonly authors?: readonly string[] | undefined
}

/** How files are written. */
export const bulkFormats = ['csv', 'json', 'ics'] as const

/** One of `bulkFormats`. */
export type BulkFormat = (typeof bulkFormats)[number]

/** What came of an import. */
export interface ImportReport {
  readonly id: string
  readonly isDryRun: boolean
  readonly isImported: boolean
  readonly counts: Readonly<Record<'new' | 'present' | 'skipped' | 'refused', number>>
  readonly rows: readonly {
    readonly row: number
    readonly id?: string | undefined
    readonly outcome: string
    readonly state?: string | undefined
    readonly issues: readonly {
      readonly severity: 'error' | 'warning'
      readonly message: string
      readonly path?: string | undefined
      readonly channel?: string | undefined
      readonly advice: string
    }[]
  }[]
}

/** What a part of the calendar will look like when it goes out. */
export interface CalendarPreview {
  readonly posts: readonly {
    readonly id?: string | undefined
    readonly state: string
    readonly localTime: string
    readonly utcTime: string
    readonly notes: readonly PreviewNote[]
    readonly channels: Readonly<
      Record<
        string,
        {
          readonly parts: readonly Pick<PreparedPart, 'text' | 'lengths'>[]
          readonly issues: readonly Issue[]
          readonly notes: readonly PreviewNote[]
        }
      >
    >
  }[]
  readonly channels: readonly {
    readonly channel: string
    readonly postCount: number
    readonly doneAtLocalTime?: string | undefined
    readonly late: readonly { readonly id?: string | undefined; readonly at: number; readonly expectedAt: number }[]
    readonly areLimitsKnown: boolean
  }[]
}

/** Something to know about a post. */
export interface PreviewNote {
  readonly code: string
  readonly message: string
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
  preview(range: {
    readonly from: number
    readonly to: number
    readonly channel?: string | undefined
    readonly campaign?: string | undefined
  }): Promise<CalendarPreview>
  readonly approvals: {
    get(id: string): Promise<Draft>
    list(): Promise<readonly Draft[]>
    submit(id: string, input: { readonly by: Person }): Promise<Draft>
    approve(id: string, input: { readonly by: Person; readonly contentHash: string }): Promise<Draft>
    reject(id: string, input: { readonly by: Person; readonly comment: string }): Promise<Draft>
  }
  readonly bulk: {
    import(
      source: AsyncIterable<Uint8Array | string>,
      options: {
        readonly format: BulkFormat
        readonly dryRun?: boolean | undefined
        readonly id?: string | undefined
        readonly as?: 'draft' | undefined
        readonly trustMedia?: boolean | undefined
        readonly by?: string | undefined
        readonly signal?: AbortSignal | undefined
      },
    ): Promise<ImportReport>
    export(options: {
      readonly format: BulkFormat
      readonly from?: number | undefined
      readonly to?: number | undefined
      readonly channel?: string | undefined
      readonly campaign?: string | undefined
    }): AsyncIterable<string>
  }
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
