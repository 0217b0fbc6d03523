import type { Lock, LockStore } from '@tutti/model'
import type { Database } from './database.ts'
import { toKey } from './keys.ts'

/** Short locks over processes. */
export function createLocks(open: () => Promise<Database>, tenant: string, owner: string): LockStore {
  return {
    async acquire(name, { now, leaseMs }): Promise<Lock | undefined> {
      const database = await open()
      return database.write(() => {
        // The row stays after a release (until = 0): its fence must go on growing.
        const row = database
          .prepare(
            `INSERT INTO locks (tenant, owner, name_key, fence, until) VALUES (?, ?, ?, 1, ?)
             ON CONFLICT DO UPDATE SET fence = fence + 1, until = excluded.until WHERE until <= ?
             RETURNING fence, until`,
          )
          .get(tenant, owner, toKey(name), now + leaseMs, now)
        return row && { name, fence: Number(row.fence), until: Number(row.until) }
      })
    },

    async release(lock) {
      const database = await open()
      return database.write(() => {
        const { changes } = database
          .prepare(
            'UPDATE locks SET until = 0 WHERE tenant = ? AND owner = ? AND name_key = ? AND fence = ? AND until > 0',
          )
          .run(tenant, owner, toKey(lock.name), lock.fence)
        return Number(changes) > 0
      })
    },
  }
}
