import { createTutti, systemClock } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { instantPlatform } from './instant-platform.ts'
import { type Job, planEach } from './lane.ts'

const channelNames = Array.from({ length: 500 }, (_, index) => `channel-${index}`)

/** What is chosen about a client. */
export interface CalendarClientOptions {
  readonly file: string
  /** Whether it publishes what is due. */
  readonly work: boolean
  /** Told of the id of each post in the moment in which the platform has it. */
  readonly done: (id: string) => void
  /** How far its clock is ahead; 0 when absent. */
  readonly aheadMs?: number
}

/** A client with its calendar in a file of SQLite, and 500 channels. */
export async function openCalendarClient({ file, work, done, aheadMs = 0 }: CalendarClientOptions) {
  const platform = instantPlatform(done)
  const tutti = await createTutti({
    channels: Object.fromEntries(channelNames.map((name) => [name, platform.channel({ name })])),
    store: sqliteStore(file),
    plugins: [scheduler({ work })],
    clock: { ...systemClock, now: () => Date.now() + aheadMs },
    log: { debug() {}, info() {}, warn() {} },
  })
  tutti.on('plugin.error', console.error)
  let planned = 0
  const schedule = ({ id, at }: Job) => {
    const channel = channelNames[planned++ % channelNames.length] as string
    const post = tutti.post({ id, text: id, channels: [channel] })
    return tutti.scheduler.schedule(post, { at: new Date(at).toISOString() })
  }
  return { plan: (jobs: readonly Job[]) => planEach(jobs, schedule), close: () => tutti.close() }
}

/** The client of `openCalendarClient`. */
export type CalendarClient = Awaited<ReturnType<typeof openCalendarClient>>
