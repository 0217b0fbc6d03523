import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTutti } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { instantPlatform } from './instant-platform.ts'
import { planEach, type ScheduleLane } from './lane.ts'

const channelCount = 500

/** Posts of one client with its file: the whole way from the calendar to the platform, journal included. */
export const tuttiSqlite: ScheduleLane = {
  name: 'tutti on SQLite',
  planningMsPerJob: 0.6,
  async open(done) {
    const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
    const platform = instantPlatform(done)
    const names = Array.from({ length: channelCount }, (_, index) => `channel-${index}`)
    const tutti = await createTutti({
      channels: Object.fromEntries(names.map((name) => [name, platform.channel({ name })])),
      store: sqliteStore(join(folder, 'tutti.db')),
      plugins: [scheduler()],
      log: { debug() {}, info() {}, warn() {} },
    })
    tutti.on('plugin.error', (error) => console.error(error))
    let planned = 0
    return {
      plan: (jobs) =>
        planEach(jobs, ({ id, at }) => {
          const channel = names[planned++ % channelCount] as string
          const post = tutti.post({ id, text: id, channels: [channel] })
          return tutti.scheduler.schedule(post, { at: new Date(at).toISOString() })
        }),
      async close() {
        await tutti.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
}
