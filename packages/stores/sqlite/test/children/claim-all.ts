// Claims and completes everything that is due, printing each id. Usage: claim-all.ts FILE
import { sqliteStore } from '@tutti/store-sqlite'

const store = sqliteStore(process.argv[2] ?? '')
const { due } = store.scope('tenant', 'owner')
for (;;) {
  const leases = await due.claim('queue', { now: 1, leaseMs: 1_000_000, limit: 3 })
  if (leases.length === 0) break
  for (const lease of leases) if (await due.complete('queue', lease)) process.stdout.write(`${lease.id}\n`)
}
await store.close()
