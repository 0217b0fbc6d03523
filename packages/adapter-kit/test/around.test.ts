import { PluginError, TuttiError } from '@tutti/model'
import { expect, test } from 'vitest'
import type { HttpOptions } from '../src/index.ts'
import { json, serve } from './support/loopback.ts'
import { failure, makeHttp } from './support/make-http.ts'

const commit = { method: 'POST', url: '/posts', json: {}, bucket: 'write', commit: true } as const

type Around = NonNullable<HttpOptions['around']>

const makePermits = () => {
  const settled: unknown[] = []
  return { settled, acquire: () => ({ waitedMs: 0, settle: (result: unknown) => void settled.push(result) }) }
}

test('surrounds each try, the repeated ones too', async () => {
  const server = await serve((response, _received, count) => json(response, {}, count === 1 ? 503 : 200))
  let calls = 0
  const around: Around = async (_request, inner) => {
    calls += 1
    return inner()
  }
  await makeHttp(server.url, { around }).request({ method: 'GET', url: '/', bucket: 'read' })
  expect(calls).toBe(2)
})

test('may change the answer, or answer itself; then the permit is given back', async () => {
  const server = await serve((response) => json(response, {}))
  const permits = makePermits()
  const around: Around = async () => ({ status: 200, headers: new Headers(), body: 'cached' })
  const http = makeHttp(server.url, { around, acquire: permits.acquire })
  expect((await http.request(commit)).body).toBe('cached')
  expect(server.received).toHaveLength(0)
  expect(permits.settled).toEqual([{ unsent: true }])
})

test.each([
  ['before it calls on', 'not-sent', 0],
  ['after it was answered', 'unknown', 1],
] as const)('a hook that throws %s: the outcome is %s', async (_name, outcome, sent) => {
  const server = await serve((response) => json(response, { id: '1' }))
  for (const problem of [
    new Error('oops'),
    new PluginError({ code: 'hook-timeout', message: 'too slow', outcome: 'not-sent' }),
  ]) {
    const before = server.received.length
    const around: Around = async (_request, inner) => {
      if (sent === 1) {
        await inner()
      }
      throw problem
    }
    const error = await failure(makeHttp(server.url, { around }).request(commit))
    expect(TuttiError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code: TuttiError.isInstance(problem) ? 'hook-timeout' : 'hook-failed', outcome })
    expect(server.received).toHaveLength(before + sent)
  }
})

test('a hook that hides a refusal behind its own error keeps the refusal’s outcome', async () => {
  const server = await serve((response) => json(response, {}, 422))
  const around: Around = async (_request, inner) => {
    await inner().catch(() => undefined)
    throw new Error('oops')
  }
  expect(await failure(makeHttp(server.url, { around }).request(commit))).toMatchObject({
    code: 'hook-failed',
    outcome: 'rejected',
  })
})
