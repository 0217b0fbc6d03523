import { EngineError } from '@tutti/model'
import { expect, test, vi } from 'vitest'
import { pgBossEngine } from '../src/index.ts'

const secret = 'canary-engine-password'
const connectionString = 'postgres://host/name'

test.each([
  ['no options', undefined, 'options'],
  ['no address', { connectionString: 'localhost' }, 'connectionString'],
  ['an address of something else', { connectionString: `mysql://user:${secret}@host/name` }, 'connectionString'],
  ['a misspelt option', { connectionString, shema: 'x' }, 'shema'],
  ['a schema that would have to be quoted', { connectionString, schema: 'a"; DROP TABLE due' }, 'schema'],
  ['a queue with strange characters', { connectionString, queue: 'a/b c' }, 'queue'],
  ['polling too often', { connectionString, pollEveryMs: 100 }, 'pollEveryMs'],
  ['no connections', { connectionString, maxConnections: 0 }, 'maxConnections'],
  ['half a millisecond', { connectionString, connectTimeoutMs: 0.5 }, 'connectTimeoutMs'],
  ['an onError that can not be called', { connectionString, onError: 'log' }, 'onError'],
])('%s is refused at once, and the address is not said', (_, options, path) => {
  const thrown = (() => {
    try {
      return pgBossEngine(options as never)
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toMatchObject({ code: 'invalid-options', path })
  expect(String(thrown)).not.toContain(secret)
})

test('no server there: wake fails and onError is told, both without the password', async () => {
  const errors: unknown[] = []
  const engine = pgBossEngine({
    connectionString: `postgres://user:${secret}@127.0.0.1:1/name`,
    onError: (error) => errors.push(error),
  })
  engine.onWake(() => {})
  const failure = await engine.wake(0, 'key').catch((error: unknown) => error)
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0))
  await engine.close()
  for (const error of [failure, ...errors]) {
    expect(EngineError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'engine-failed', message: 'pg-boss: ECONNREFUSED' })
    expect(
      JSON.stringify(error) + String(error) + (error as Error).stack + String((error as Error).cause),
    ).not.toContain(secret)
  }
})
