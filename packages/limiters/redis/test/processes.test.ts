import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { LimitKey } from '@tutti/model'
import { describe, expect, test, vi } from 'vitest'
import { redisRateLimiter } from '../src/index.ts'
import { serveLimited } from './limited-server.ts'
import { deleteKeys, isServerThere, randomPrefix, serverUrl } from './server.ts'

function startChild(name: string, ...args: readonly (string | number)[]): ChildProcess {
  const script = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url))
  return spawn(process.execPath, ['--conditions=@tutti/source', script, ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

const request = (limit: LimitKey, maxWaitMs?: number) =>
  ({ limits: [limit], cost: 1, priority: 'reads', owner: 'owner', maxWaitMs }) as const

describe.skipIf(!(await isServerThere()))('several processes (skipped where no Redis answers)', () => {
  // A busy machine can let a window pass half used; a limiter that wastes its budget fails each time.
  test.concurrent('four on one budget at a server that counts: nothing refused, at least 95 % used', {
    timeout: 60_000,
    retry: 2,
  }, async () => {
    const [prefix, budget, windowMs, windowCount] = [randomPrefix(), 100, 2000, 4]
    const server = await serveLimited(budget, windowMs)
    const children = Array.from({ length: 4 }, () =>
      startChild('call-on-and-on', serverUrl, prefix, server.url, budget, windowMs),
    )
    const closed = Promise.all(children.map((child) => once(child, 'close')))
    await vi.waitFor(() => expect(server.servedAt.length).toBeGreaterThan(0), { timeout: 20_000 })
    const startedAt = server.servedAt[0] ?? 0
    const endsAt = startedAt + windowCount * windowMs
    await sleep(endsAt - Date.now())
    for (const child of children) child.stdin?.end('stop\n')
    await closed
    await server.close()
    await deleteKeys(`{${prefix}`)
    const used = server.servedAt.filter((at) => at < endsAt).length / (budget * windowCount)
    expect(server.refused).toBe(0)
    expect(used).toBeGreaterThanOrEqual(0.95)
  })

  test.concurrent('one is killed with permits: its places are free after holdMs, its budget a window later', async () => {
    const [prefix, holdMs] = [randomPrefix(), 1000]
    const places = { key: 'places', windows: [], maxConcurrent: 2 }
    const budget = { key: 'budget', windows: [{ budget: 2, windowMs: 1500 }] }
    const limiter = redisRateLimiter({ connection: serverUrl, prefix, holdMs })
    for (const limit of [places, budget]) {
      const child = startChild('hold-permits', serverUrl, prefix, holdMs, JSON.stringify(limit), 2)
      await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
      // Longer than it would hold them without renewing: it lives, so they are its own.
      await sleep(2 * holdMs)
      await expect(limiter.acquire(request(limit, 0))).rejects.toMatchObject({ code: 'wait-too-long' })
      child.kill('SIGKILL')
      await once(child, 'close')
      const killedAt = Date.now()
      await expect(limiter.acquire(request(limit, 0))).rejects.toMatchObject({ code: 'wait-too-long' })
      const permit = await limiter.acquire(request(limit))
      // It renewed them in the last third of holdMs, at the latest.
      const leastMs = (limit === budget ? 1500 : 0) + holdMs / 2
      expect(Date.now() - killedAt).toBeGreaterThanOrEqual(leastMs)
      permit.settle({})
    }
    limiter.close()
    await deleteKeys(`{${prefix}`)
  })
})
