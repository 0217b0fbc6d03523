import type { LockStore } from '@tutti/model'
import type { Database } from './database.ts'
import { toKey } from './keys.ts'

/** Short locks over processes. */
export function createLocks(open: () => Promise<Database>, tenantName: string, ownerName: string): LockStore {
  const tenant = toKey(tenantName)
  const owner = toKey(ownerName)

  return {
    async acquire(name, { now, leaseMs }) {
      const database = await open()
      // The row stays after a release (until = 0): its fence must go on growing.
      const [row] = await database.write(
        (sql) => sql`
          INSERT INTO locks (tenant, owner, name_key, fence, until)
          VALUES (${tenant}, ${owner}, ${toKey(name)}, 1, ${now + leaseMs})
          ON CONFLICT (tenant, owner, name_key)
          DO UPDATE SET fence = locks.fence + 1, until = excluded.until WHERE locks.until <= ${now}
          RETURNING fence, until`,
      )
      return row && { name, fence: Number(row.fence), until: Number(row.until) }
    },

    async release(lock) {
      const database = await open()
      const { count } = await database.write(
        (sql) => sql`
          UPDATE locks SET until = 0
          WHERE tenant = ${tenant} AND owner = ${owner} AND name_key = ${toKey(lock.name)} AND fence = ${lock.fence}
            AND until > 0`,
      )
      return count > 0
    },
  }
}
