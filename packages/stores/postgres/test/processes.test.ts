import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { isServerThere, randomSchema, runSql, serverUrl } from './server.ts'

let schema = ''
beforeEach(() => {
  schema = randomSchema()
})
afterEach(() => runSql(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))

function startChild(name: string) {
  const script = fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@tutti/source', script, serverUrl, schema], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return { child, lines: () => output.split('\n').slice(0, -1) }
}

describe.skipIf(!(await isServerThere()))('several processes (skipped where no PostgreSQL answers)', () => {
  test('one killed while it writes leaves the last confirmed record or the one after, never half of one', async () => {
    for (const killAfterMs of [20, 60]) {
      const { child, lines } = startChild('write-forever')
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, killAfterMs))
      child.kill('SIGKILL')
      await once(child, 'close')
      const confirmed = Number(lines().at(-1))
      const store = postgresStore(serverUrl, { schema })
      const pair = await store.scope('tenant', 'owner').documents.get<{ left: number; right: number }>('pairs', 'a')
      await store.close()
      expect(pair?.value.left).toBe(pair?.value.right)
      expect([confirmed, confirmed + 1]).toContain(pair?.value.left)
    }
  })

  test('any number may make the schema at the same moment', async () => {
    const stores = Array.from({ length: 8 }, () => postgresStore(serverUrl, { schema, maxConnections: 2 }))
    const reads = stores.map((store) => store.scope('tenant', 'owner').documents.get('pairs', 'a'))
    expect(await Promise.all(reads)).toEqual(stores.map(() => undefined))
    await Promise.all(stores.map((store) => store.close()))
  })

  test('three that start at once get each entry exactly once', async () => {
    const store = postgresStore(serverUrl, { schema })
    const { due } = store.scope('tenant', 'owner')
    for (let index = 0; index < 150; index += 1) await due.add('queue', `id${index}`, 0)
    const children = [1, 2, 3].map(() => startChild('claim-all'))
    await Promise.all(children.map(({ child }) => once(child, 'close')))
    const ids = children.flatMap(({ lines }) => lines())
    expect(ids).toHaveLength(150)
    expect(new Set(ids).size).toBe(150)
    expect(await due.list('queue')).toEqual([])
    await store.close()
  })
})
