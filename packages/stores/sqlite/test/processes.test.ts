import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sqliteStore } from '../src/index.ts'
import { temporaryFile } from './temporary-file.ts'

function startChild(name: string, file: string) {
  const script = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@tutti/source', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return { child, lines: () => output.split('\n').slice(0, -1) }
}

test('a process killed while it writes leaves the last confirmed record or the one after, never half of one', async () => {
  const file = temporaryFile()
  for (const killAfterMs of [20, 45, 70]) {
    const { child, lines } = startChild('write-forever', file)
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, killAfterMs))
    child.kill('SIGKILL')
    await once(child, 'close')
    const confirmed = Number(lines().at(-1))
    const store = sqliteStore(file)
    const pair = await store.scope('tenant', 'owner').documents.get<{ left: number; right: number }>('pairs', 'a')
    await store.close()
    expect(pair?.value.left).toBe(pair?.value.right)
    expect(pair?.value.left).toBeGreaterThanOrEqual(confirmed)
    expect(pair?.value.left).toBeLessThanOrEqual(confirmed + 1)
  }
})

test('three processes that claim from one file get each entry exactly once', async () => {
  const file = temporaryFile()
  const store = sqliteStore(file)
  const { due } = store.scope('tenant', 'owner')
  for (let index = 0; index < 150; index += 1) await due.add('queue', `id${index}`, 0)
  const children = [1, 2, 3].map(() => startChild('claim-all', file))
  await Promise.all(children.map(({ child }) => once(child, 'close')))
  const ids = children.flatMap(({ lines }) => lines())
  expect(ids).toHaveLength(150)
  expect(new Set(ids).size).toBe(150)
  expect(await due.list('queue')).toEqual([])
  await store.close()
})
