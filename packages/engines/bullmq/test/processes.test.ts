import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { bullmqEngine } from '../src/index.ts'
import { deleteKeys, isServerThere, randomPrefix, serverUrl } from './server.ts'

const wakeUpCount = 300
const everyMs = 10

function startChild(prefix: string) {
  const script = fileURLToPath(new URL('./children/listen.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@tutti/source', script, serverUrl, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return { child, keys: () => output.split('\n').slice(0, -1) }
}

describe.skipIf(!(await isServerThere()))('several processes (skipped where no Redis answers)', () => {
  test('one is killed while it listens: what comes due later goes to the other, and nothing came twice', async () => {
    const prefix = randomPrefix()
    const engine = bullmqEngine({ connection: serverUrl, prefix })
    const { child, keys } = startChild(prefix)
    try {
      const ours: string[] = []
      const start = Date.now() + 500
      const dueAt = (index: number) => start + everyMs * index
      const asked = Array.from({ length: wakeUpCount }, (_, index) => `key-${index}`)
      await Promise.all(asked.map((key, index) => engine.wake(dueAt(index), key)))
      await vi.waitFor(() => expect(keys().length).toBeGreaterThan(20), { timeout: 20_000 })
      child.kill('SIGKILL')
      await once(child, 'close')
      const killedAt = Date.now()
      engine.onWake((key) => ours.push(key))
      const later = asked.filter((_, index) => dueAt(index) > killedAt)
      await vi.waitFor(() => expect(ours).toEqual(expect.arrayContaining(later)), { timeout: 20_000 })
      const all = [...keys(), ...ours]
      expect(new Set(all).size).toBe(all.length)
    } finally {
      child.kill('SIGKILL')
      await engine.close()
      await deleteKeys(prefix)
    }
  })
})
