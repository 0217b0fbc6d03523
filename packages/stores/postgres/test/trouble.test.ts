import { StoreError } from '@tutti/model'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { isServerThere, randomSchema, runSql, serverUrl } from './server.ts'

const secret = 'canary-postgres-password'

test.each([
  ['no address', 'localhost', {}, 'url'],
  ['an address of something else', `mysql://user:${secret}@host/name`, {}, 'url'],
  ['a misspelt option', 'postgres://host/name', { shema: 'x' }, 'shema'],
  ['a schema that would have to be quoted', 'postgres://host/name', { schema: 'a"; DROP TABLE due' }, 'schema'],
  ['no connections', 'postgres://host/name', { maxConnections: 0 }, 'maxConnections'],
  ['half a millisecond', 'postgres://host/name', { connectTimeoutMs: 0.5 }, 'connectTimeoutMs'],
  ['a word for a switch', 'postgres://host/name', { prepareStatements: 'no' }, 'prepareStatements'],
  ['options that are none', 'postgres://host/name', null, 'options'],
])('%s is refused at once, and the address is not said', (_, url, options, path) => {
  const thrown = (() => {
    try {
      return postgresStore(url, options as object)
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toMatchObject({ code: 'invalid-options', path })
  expect(String(thrown)).not.toContain(secret)
})

const use = async (url: string, schema: string) => {
  const store = postgresStore(url, { schema, connectTimeoutMs: 2000 })
  try {
    return await store.scope('tenant', 'owner').documents.put('posts', 'a', 1, 'any')
  } finally {
    await store.close()
  }
}

test('no server there: a clear error without the address', async () => {
  const failure = await use(`postgres://user:${secret}@127.0.0.1:1/name`, 'tutti').catch((error: unknown) => error)
  expect(StoreError.isInstance(failure)).toBe(true)
  expect(failure).toMatchObject({ code: 'store-failed', outcome: 'not-sent', advice: expect.stringContaining('runs') })
  expect(JSON.stringify(failure) + String(failure)).not.toContain(secret)
})

describe.skipIf(!(await isServerThere()))('a real PostgreSQL in trouble (skipped where none answers)', () => {
  let schema = ''
  // Other tests use the same server at the same time: their connections are not to be cut.
  const named = new URL(serverUrl)
  named.searchParams.set('application_name', 'tutti_trouble')
  beforeEach(() => {
    schema = randomSchema()
  })
  afterEach(() => runSql(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))

  test('a database that is not there', async () => {
    const url = new URL(serverUrl)
    url.pathname = '/no_such_database'
    await expect(use(url.href, schema)).rejects.toMatchObject({
      code: 'store-failed',
      advice: 'Create the database first.',
    })
  })

  test('a server that takes no writes: what is there can be read, and nothing is written', async () => {
    await use(serverUrl, schema)
    const url = new URL(serverUrl)
    url.searchParams.set('default_transaction_read_only', 'on')
    const store = postgresStore(url.href, { schema })
    const { documents } = store.scope('tenant', 'owner')
    expect((await documents.get('posts', 'a'))?.value).toBe(1)
    await expect(documents.put('posts', 'a', 2, 'any')).rejects.toMatchObject({
      code: 'store-failed',
      outcome: 'not-sent',
      advice: expect.stringContaining('primary'),
    })
    expect((await documents.get('posts', 'a'))?.value).toBe(1)
    await store.close()
  })

  test('a schema of a newer version is refused, not changed', async () => {
    await use(serverUrl, schema)
    await runSql(`UPDATE ${schema}.migrations SET version = 99`)
    await expect(use(serverUrl, schema)).rejects.toMatchObject({ advice: expect.stringContaining('newer version') })
    expect(await runSql(`SELECT version FROM ${schema}.migrations`)).toEqual([{ version: 99 }])
  })

  test('a schema that another program fills is refused whole: no table of ours is left in it', async () => {
    await runSql(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.samples (theirs text)`)
    await expect(use(serverUrl, schema)).rejects.toMatchObject({ code: 'store-failed' })
    const tables = await runSql(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)
    expect(tables).toEqual([{ tablename: 'samples' }])
  })

  test('a server that drops its connections is connected to again, and nothing confirmed is lost', async () => {
    const store = postgresStore(named.href, { schema, maxConnections: 2 })
    const { documents } = store.scope('tenant', 'owner')
    await documents.put('posts', 'a', 1, 'absent')
    await runSql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'tutti_trouble'`,
    )
    // The client may notice only at the next call, which then fails clearly.
    await vi.waitFor(async () => expect((await documents.get('posts', 'a'))?.value).toBe(1))
    expect(await documents.put('posts', 'a', 2, 1)).toBe(2)
    await store.close()
  })

  test('a connection lost in the middle of a write: the outcome is unknown, and it is said', async () => {
    const store = postgresStore(named.href, { schema, maxConnections: 1 })
    const { documents } = store.scope('tenant', 'owner')
    await documents.put('posts', 'a', 1, 'absent')
    // Somebody holds the row, so that the write is still under way when its connection goes.
    const blocking = runSql(
      `BEGIN; SELECT * FROM ${schema}.documents FOR UPDATE; SELECT pg_sleep(1);
       SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'tutti_trouble' AND query LIKE '%INSERT INTO documents%' AND wait_event_type = 'Lock'; COMMIT`,
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    await expect(documents.put('posts', 'a', 2, 'any')).rejects.toMatchObject({
      code: 'store-failed',
      outcome: 'unknown',
    })
    await blocking
    await vi.waitFor(async () => expect(await documents.put('posts', 'a', 3, 'any')).toBeGreaterThan(1))
    await store.close()
  })
})
