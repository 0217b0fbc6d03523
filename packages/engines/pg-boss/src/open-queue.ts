import { PgBoss } from 'pg-boss'
import type { CheckedOptions } from './options.ts'

/** How long pg-boss keeps what was delivered: only for somebody who looks into the table. */
const keepSeconds = 3600

/** Connects, makes pg-boss's schema and the queue if need be, and brings both up to date. */
export async function openQueue(options: CheckedOptions, onError: (error: unknown) => void): Promise<PgBoss> {
  const { connectionString, schema, queue, maxConnections, connectTimeoutMs } = options
  const boss = new PgBoss({
    connectionString,
    schema,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'tutti',
    // We have no cron jobs there.
    schedule: false,
  })
  // Without a listener an error event ends the process.
  boss.on('error', onError)
  try {
    await boss.start()
    await boss.createQueue(queue, {
      // One of a key waits at most; once it was taken the same can be asked for again.
      policy: 'short',
      deleteAfterSeconds: keepSeconds,
      expireInSeconds: 60,
      retryLimit: 100,
    })
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw error
  }
  return boss
}
