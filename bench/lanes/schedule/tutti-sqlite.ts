import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCalendarClient } from './calendar-client.ts'
import type { ScheduleLane } from './lane.ts'

/** Posts of one client with its file: the whole way from the calendar to the platform, journal included. */
export const tuttiSqlite: ScheduleLane = {
  name: 'tutti on SQLite',
  planningMsPerJob: 0.6,
  async open(done) {
    const folder = mkdtempSync(join(tmpdir(), 'tutti-bench-'))
    const client = await openCalendarClient({ file: join(folder, 'tutti.db'), work: true, done })
    return {
      plan: client.plan,
      async close() {
        await client.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
}
