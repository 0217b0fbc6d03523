import type { DueIndex, Lease } from '@tutti/model'
import type { Database } from './database.ts'
import { fromKey, toKey } from './keys.ts'

interface Row {
  readonly id_key: Uint8Array
  readonly due_at: string
  readonly fence: string
  readonly lease_until: string
}

function toLease({ id_key, due_at, fence, lease_until }: Row): Lease {
  return { id: fromKey(id_key), dueAt: Number(due_at), fence: Number(fence), leaseUntil: Number(lease_until) }
}

/**
 * Things to do at some time, claimed by one worker at a time. One sequence gives all fences: an entry that was
 * removed and added again never sees an old one.
 */
export function createDue(open: () => Promise<Database>, tenantName: string, ownerName: string): DueIndex {
  const tenant = toKey(tenantName)
  const owner = toKey(ownerName)

  return {
    async add(queue, id, dueAt) {
      const database = await open()
      await database.write(
        (sql) => sql`
          INSERT INTO due (tenant, owner, queue, id_key, due_at, fence)
          VALUES (${tenant}, ${owner}, ${toKey(queue)}, ${toKey(id)}, ${dueAt}, nextval('fences'))
          ON CONFLICT (tenant, owner, queue, id_key)
          DO UPDATE SET due_at = excluded.due_at, fence = excluded.fence, lease_until = NULL`,
      )
    },

    async remove(queue, id) {
      const database = await open()
      await database.write(
        (sql) => sql`
          DELETE FROM due
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${toKey(queue)} AND id_key = ${toKey(id)}`,
      )
    },

    async claim(queue, { now, leaseMs, limit }) {
      const database = await open()
      const name = toKey(queue)
      // What another worker is claiming at this moment is left to it: nobody waits, nobody gets it twice.
      const rows = await database.write(
        (sql) => sql<Row[]>`
          WITH picked AS MATERIALIZED (
            SELECT id_key FROM due
            WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${name} AND due_at <= ${now}
              AND (lease_until IS NULL OR lease_until <= ${now})
            ORDER BY due_at, id_key LIMIT ${limit} FOR UPDATE SKIP LOCKED
          )
          UPDATE due SET fence = nextval('fences'), lease_until = ${now + leaseMs} FROM picked
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${name} AND due.id_key = picked.id_key
          RETURNING due.id_key, due_at, fence, lease_until`,
      )
      return [...rows]
        .sort((a, b) => Number(a.due_at) - Number(b.due_at) || Buffer.compare(a.id_key, b.id_key))
        .map(toLease)
    },

    async claimOne(queue, id, { now, leaseMs }) {
      const database = await open()
      const [row] = await database.write(
        (sql) => sql<Row[]>`
          UPDATE due SET fence = nextval('fences'), lease_until = ${now + leaseMs}
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${toKey(queue)} AND id_key = ${toKey(id)}
            AND (lease_until IS NULL OR lease_until <= ${now})
          RETURNING id_key, due_at, fence, lease_until`,
      )
      return row && toLease(row)
    },

    async renew(queue, held, { now, leaseMs }) {
      const database = await open()
      const leaseUntil = now + leaseMs
      const { count } = await database.write(
        (sql) => sql`
          UPDATE due SET lease_until = ${leaseUntil}
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${toKey(queue)} AND id_key = ${toKey(held.id)}
            AND fence = ${held.fence}`,
      )
      return count > 0 ? { ...held, leaseUntil } : undefined
    },

    async complete(queue, held) {
      const database = await open()
      const { count } = await database.write(
        (sql) => sql`
          DELETE FROM due
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${toKey(queue)} AND id_key = ${toKey(held.id)}
            AND fence = ${held.fence}`,
      )
      return count > 0
    },

    async release(queue, held, dueAt) {
      const database = await open()
      const { count } = await database.write(
        (sql) => sql`
          UPDATE due SET due_at = ${dueAt}, lease_until = NULL, fence = nextval('fences')
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${toKey(queue)} AND id_key = ${toKey(held.id)}
            AND fence = ${held.fence}`,
      )
      return count > 0
    },

    async list(queue, { until = Number.MAX_SAFE_INTEGER, limit = 100 } = {}) {
      const database = await open()
      const rows = await database.read(
        (sql) => sql`
          SELECT id_key, due_at, lease_until FROM due
          WHERE tenant = ${tenant} AND owner = ${owner} AND queue = ${toKey(queue)} AND due_at <= ${until}
          ORDER BY due_at, id_key LIMIT ${limit}`,
      )
      return rows.map(({ id_key, due_at, lease_until }) => ({
        id: fromKey(id_key),
        dueAt: Number(due_at),
        leaseUntil: lease_until === null ? undefined : Number(lease_until),
      }))
    },
  }
}
