import type { DueIndex, Lease } from '@tutti/model'
import type { Database } from './database.ts'
import { fromKey, toKey } from './keys.ts'

interface Row {
  readonly id_key: Uint8Array
  readonly due_at: number
  readonly fence: number
  readonly lease_until: number | null
}

// Built once: a statement is looked up by its text, and a new text would have to be hashed each time.
const where = 'tenant = ? AND owner = ? AND queue = ?'
const whereHeld = `${where} AND id_key = ? AND fence = ?`
const sql = {
  add: 'INSERT OR REPLACE INTO due (tenant, owner, queue, id_key, due_at, fence, lease_until) VALUES (?, ?, ?, ?, ?, ?, NULL)',
  remove: `DELETE FROM due WHERE ${where} AND id_key = ?`,
  find: `SELECT id_key, due_at, fence, lease_until FROM due
    WHERE ${where} AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY due_at, id_key LIMIT ?`,
  lease: `UPDATE due SET fence = ?, lease_until = ? WHERE ${where} AND id_key = ?`,
  leaseOne: `UPDATE due SET fence = ?, lease_until = ?
    WHERE ${where} AND id_key = ? AND (lease_until IS NULL OR lease_until <= ?) RETURNING due_at`,
  renew: `UPDATE due SET lease_until = ? WHERE ${whereHeld}`,
  complete: `DELETE FROM due WHERE ${whereHeld}`,
  release: `UPDATE due SET due_at = ?, lease_until = NULL, fence = fence + 1 WHERE ${whereHeld}`,
  list: `SELECT id_key, due_at, lease_until FROM due WHERE ${where} AND due_at <= ? ORDER BY due_at, id_key LIMIT ?`,
}

/** Things to do at some time, claimed by one worker at a time. */
export function createDue(open: () => Promise<Database>, tenant: string, owner: string): DueIndex {
  const lease = (database: Database, queue: string, row: Row, leaseUntil: number): Lease => {
    const fence = database.nextFence()
    database.prepare(sql.lease).run(fence, leaseUntil, tenant, owner, queue, row.id_key)
    return { id: fromKey(row.id_key), dueAt: row.due_at, fence, leaseUntil }
  }

  const changeHeld = async (queue: string, held: Lease, text: string, ...values: number[]): Promise<boolean> => {
    const database = await open()
    return database.writeOne(() => {
      const key = toKey(held.id)
      return Number(database.prepare(text).run(...values, tenant, owner, queue, key, held.fence).changes) > 0
    })
  }

  return {
    async add(queue, id, dueAt) {
      const database = await open()
      await database.writeOne(() => {
        database.prepare(sql.add).run(tenant, owner, queue, toKey(id), dueAt, database.nextFence())
      })
    },

    async remove(queue, id) {
      const database = await open()
      await database.writeOne(() => {
        database.prepare(sql.remove).run(tenant, owner, queue, toKey(id))
      })
    },

    async claim(queue, { now, leaseMs, limit }) {
      const database = await open()
      return database.write(() => {
        const rows = database.prepare(sql.find).all(tenant, owner, queue, now, now, limit) as unknown as Row[]
        return rows.map((row) => lease(database, queue, row, now + leaseMs))
      })
    },

    async claimOne(queue, id, { now, leaseMs }) {
      const database = await open()
      const leaseUntil = now + leaseMs
      return database.writeOne(() => {
        const fence = database.nextFence()
        const row = database.prepare(sql.leaseOne).get(fence, leaseUntil, tenant, owner, queue, toKey(id), now)
        return row && { id, dueAt: Number(row.due_at), fence, leaseUntil }
      })
    },

    async renew(queue, held, { now, leaseMs }) {
      const leaseUntil = now + leaseMs
      return (await changeHeld(queue, held, sql.renew, leaseUntil)) ? { ...held, leaseUntil } : undefined
    },

    complete: (queue, held) => changeHeld(queue, held, sql.complete),

    release: (queue, held, dueAt) => changeHeld(queue, held, sql.release, dueAt),

    async list(queue, { until = Number.MAX_SAFE_INTEGER, limit = 100 } = {}) {
      const database = await open()
      const rows = database.read(() => database.prepare(sql.list).all(tenant, owner, queue, until, limit))
      return (rows as unknown as Row[]).map((row) => {
        return { id: fromKey(row.id_key), dueAt: row.due_at, leaseUntil: row.lease_until ?? undefined }
      })
    },
  }
}
