import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from '@tutti/core'
import { postgresStore } from '@tutti/store-postgres'
import { severableProxy } from '@tutti/testing'
import { fakeBoard } from '@tutti/testing/fakes'
import postgres from 'postgres'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isServerThere } from '../crash/places.ts'
import { channelId, createTroubledClient } from './create-client.ts'

const serverUrl = process.env.TUTTI_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

const postCount = 60

/** All fall due within this time, in which the server is away twice. In milliseconds. */
const dueWithinMs = 9_000

/** Somebody who lost the answer asks again: the post is in the calendar already, or it is not and gets there now. */
async function insist(schedule: () => Promise<unknown>): Promise<readonly unknown[]> {
  const failures: unknown[] = []
  for (;;) {
    try {
      await schedule()
      return failures
    } catch (error) {
      if (failures.length > 0 && (error as { code?: string }).code === 'already-published') return failures
      failures.push(error)
      await sleep(200)
    }
  }
}

/** It waits for leases to end: see .ci/steps/58-store-outage.sh. */
const isAsked = process.env.TUTTI_STORE_OUTAGE !== undefined

test.skipIf(!isAsked || !(await isServerThere()))(
  'PostgreSQL goes away and comes back while the scheduler works: clear errors, each post once, none lost',
  { timeout: 180_000, retry: 0 },
  async () => {
    const { hostname: host, port } = new URL(serverUrl)
    const proxy = await severableProxy({ host, port: Number(port || 5432) })
    const schema = `tutti_outage_${randomBytes(6).toString('hex')}`
    onTestFinished(async () => {
      await proxy.close()
      const sql = postgres(serverUrl, { max: 1, onnotice: () => {} })
      await sql.unsafe(`DROP SCHEMA IF EXISTS ${schema} CASCADE`).finally(() => sql.end())
    })
    const platform = fakeBoard({ guarantee: 'client-id' })
    onTestFinished(() => platform.close())
    const through = new URL(serverUrl)
    through.host = `${proxy.host}:${proxy.port}`
    const store = postgresStore(through.href, { schema, connectTimeoutMs: 1_000 })
    const client = await createTroubledClient(store, await platform.listen(), true)
    onTestFinished(() => client.close())
    const troubles = new Set<string>()
    client.on('plugin.error', ({ error }) => void troubles.add(error.code))

    const startMs = Date.now() + 2_000
    const schedule = (index: number, at: number) =>
      client.scheduler.schedule({ id: `post-${index}`, text: `post ${index}` }, { at: new Date(at).toISOString() })
    for (let index = 0; index < postCount / 2; index += 1) {
      await schedule(index, startMs + (index / postCount) * 2 * dueWithinMs)
    }
    const failures: unknown[] = []
    for (let index = postCount / 2; index < postCount; index += 1) {
      if (index === 35 || index === 50) await proxy.stop()
      if (index === 35 || index === 50) setTimeout(() => void proxy.start(), 2_500)
      failures.push(...(await insist(() => schedule(index, Date.now() + 1_000))))
      await sleep(dueWithinMs / postCount)
    }
    expect(failures.length).toBeGreaterThan(1)
    for (const failure of failures) {
      expect(StoreError.isInstance(failure)).toBe(true)
      expect(failure).toMatchObject({ code: 'store-failed', advice: expect.any(String) })
    }
    // What was on its way when the server went is taken up again when its lease has ended.
    const read = () => client.scheduler.list({ states: ['fired'] })
    await vi.waitFor(async () => expect(await read()).toHaveLength(postCount), { timeout: 150_000, interval: 1_000 })
    for (let index = 0; index < postCount; index += 1) {
      const delivery = await client.deliveries.get(`post-${index}`, channelId)
      expect(delivery?.state).toBe('published')
    }
    const texts = platform.ledger.posts.map(({ text }) => text)
    expect(new Set(texts).size).toBe(postCount)
    expect(texts).toHaveLength(postCount)
    expect([...troubles].filter((code) => code !== 'store-failed')).toEqual([])
    expect(troubles.size).toBe(1)
  },
)
