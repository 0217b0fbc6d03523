// Claims and completes everything that is due, printing each id. Usage: claim-all.ts URL SCHEMA
import { postgresStore } from '@tutti/store-postgres'

const [, , url = '', schema = ''] = process.argv
const store = postgresStore(url, { schema })
const { due } = store.scope('tenant', 'owner')
for (;;) {
  const leases = await due.claim('queue', { now: 1, leaseMs: 1_000_000, limit: 3 })
  if (leases.length === 0) break
  for (const lease of leases) if (await due.complete('queue', lease)) process.stdout.write(`${lease.id}\n`)
}
await store.close()
