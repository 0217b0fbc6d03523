import type { DueIndex, Lease } from '@tutti/model'
import type { Database } from './database.ts'
import { fromKey, toKey } from './keys.ts'

interface Row {
  readonly id_key: Uint8Array
  readonly due_at: number
  readonly fence: number
  readonly lease_until: number | null
}

/** Things to do at some time, claimed by one worker at a time. */
export function createDue(open: () => Promise<Database>, tenant: string, owner: string): DueIndex {
  const where = 'tenant = ? AND owner = ? AND queue = ?'

  const lease = (database: Database, queue: string, row: Row, leaseUntil: number): Lease => {
    const fence = database.nextFence()
    database
      .prepare(`UPDATE due SET fence = ?, lease_until = ? WHERE ${where} AND id_key = ?`)
      .run(fence, leaseUntil, tenant, owner, queue, row.id_key)
    return { id: fromKey(row.id_key), dueAt: row.due_at, fence, leaseUntil }
  }

  const changeOwn = async (queue: string, held: Lease, sql: string, values: readonly number[]): Promise<boolean> => {
    const database = await open()
    return database.writeOne(
      () =>
        Number(
          database
            .prepare(`${sql} WHERE ${where} AND id_key = ? AND fence = ?`)
            .run(...values, tenant, owner, queue, toKey(held.id), held.fence).changes,
        ) > 0,
    )
  }

  return {
    async add(queue, id, dueAt) {
      const database = await open()
      await database.writeOne(() => {
        database
          .prepare(
            'INSERT OR REPLACE INTO due (tenant, owner, queue, id_key, due_at, fence, lease_until) VALUES (?, ?, ?, ?, ?, ?, NULL)',
          )
          .run(tenant, owner, queue, toKey(id), dueAt, database.nextFence())
      })
    },

    async remove(queue, id) {
      const database = await open()
      await database.writeOne(() => {
        database.prepare(`DELETE FROM due WHERE ${where} AND id_key = ?`).run(tenant, owner, queue, toKey(id))
      })
    },

    async claim(queue, { now, leaseMs, limit }) {
      const database = await open()
      return database.write(() => {
        const rows = database
          .prepare(
            `SELECT id_key, due_at, fence, lease_until FROM due
             WHERE ${where} AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY due_at, id_key LIMIT ?`,
          )
          .all(tenant, owner, queue, now, now, limit) as unknown as Row[]
        return rows.map((row) => lease(database, queue, row, now + leaseMs))
      })
    },

    async claimOne(queue, id, { now, leaseMs }) {
      const database = await open()
      const leaseUntil = now + leaseMs
      return database.writeOne(() => {
        const fence = database.nextFence()
        const row = database
          .prepare(
            `UPDATE due SET fence = ?, lease_until = ?
             WHERE ${where} AND id_key = ? AND (lease_until IS NULL OR lease_until <= ?) RETURNING due_at`,
          )
          .get(fence, leaseUntil, tenant, owner, queue, toKey(id), now)
        return row && { id, dueAt: Number(row.due_at), fence, leaseUntil }
      })
    },

    async renew(queue, held, { now, leaseMs }) {
      const leaseUntil = now + leaseMs
      const renewed = await changeOwn(queue, held, 'UPDATE due SET lease_until = ?', [leaseUntil])
      return renewed ? { ...held, leaseUntil } : undefined
    },

    complete: (queue, held) => changeOwn(queue, held, 'DELETE FROM due', []),

    release: async (queue, held, dueAt) =>
      changeOwn(queue, held, 'UPDATE due SET due_at = ?, lease_until = NULL, fence = fence + 1', [dueAt]),

    async list(queue, options = {}) {
      const database = await open()
      return database.read(() =>
        (
          database
            .prepare(
              `SELECT id_key, due_at, lease_until FROM due WHERE ${where} AND due_at <= ? ORDER BY due_at, id_key LIMIT ?`,
            )
            .all(
              tenant,
              owner,
              queue,
              options.until ?? Number.MAX_SAFE_INTEGER,
              options.limit ?? 100,
            ) as unknown as Row[]
        ).map((row) => ({ id: fromKey(row.id_key), dueAt: row.due_at, leaseUntil: row.lease_until ?? undefined })),
      )
    },
  }
}
