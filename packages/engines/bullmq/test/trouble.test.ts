import { EngineError } from '@tutti/model'
import { expect, test, vi } from 'vitest'
import { bullmqEngine } from '../src/index.ts'

const secret = 'canary-engine-password'
const connection = 'redis://host:6379'

test.each([
  ['no options', undefined, 'options'],
  ['no address', { connection: 'localhost' }, 'connection'],
  ['an address of something else', { connection: `http://user:${secret}@host/name` }, 'connection'],
  ['no connection', {}, 'connection'],
  ['a prefix at the wrong place', { connection: { host: 'host', keyPrefix: 'x' } }, 'connection.keyPrefix'],
  ['a misspelt option', { connection, prefiks: 'x' }, 'prefiks'],
  ['a prefix with strange characters', { connection, prefix: 'a:b c' }, 'prefix'],
  ['a queue with strange characters', { connection, queue: 'a:b' }, 'queue'],
  ['half a millisecond', { connection, connectTimeoutMs: 0.5 }, 'connectTimeoutMs'],
  ['an onError that can not be called', { connection, onError: 'log' }, 'onError'],
])('%s is refused at once, and the address is not said', (_, options, path) => {
  const thrown = (() => {
    try {
      return bullmqEngine(options as never)
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toMatchObject({ code: 'invalid-options', path })
  expect(String(thrown)).not.toContain(secret)
})

test.each([
  ['an address', `redis://user:${secret}@127.0.0.1:1`],
  ['options', { host: '127.0.0.1', port: 1, password: secret }],
])('no server there, by %s: wake fails and onError is told, both without the password', async (_, where) => {
  const errors: unknown[] = []
  const engine = bullmqEngine({ connection: where, onError: (error) => errors.push(error) })
  engine.onWake(() => {})
  const failure = await engine.wake(0, 'key').catch((error: unknown) => error)
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0))
  await engine.close()
  for (const error of [failure, ...errors]) {
    expect(EngineError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: 'engine-failed', message: 'BullMQ: ECONNREFUSED' })
    expect(
      JSON.stringify(error) + String(error) + (error as Error).stack + String((error as Error).cause),
    ).not.toContain(secret)
  }
})
