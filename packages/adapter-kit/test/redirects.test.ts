import { expect, test } from 'vitest'
import { json, serve } from './support/loopback.ts'
import { canary, failure, makeHttp } from './support/make-http.ts'

const read = { method: 'GET', url: '/start', bucket: 'read' } as const

test('a read follows redirects within its origin', async () => {
  const server = await serve((response, { url }) =>
    url === '/end' ? json(response, { ok: true }) : response.writeHead(302, { location: '/end' }).end(),
  )
  expect((await makeHttp(server.url).request(read)).body).toEqual({ ok: true })
  expect(server.received.map(({ url }) => url)).toEqual(['/start', '/end'])
})

test('no redirect carries the credential to another origin', async () => {
  const thief = await serve((response) => json(response, {}))
  const server = await serve((response) =>
    response.writeHead(307, { location: `${thief.url}/take?token=${canary}` }).end(),
  )
  const error = await failure(makeHttp(server.url).request(read))
  expect(error).toMatchObject({ code: 'malformed-answer', status: 307 })
  expect(JSON.stringify(error)).not.toContain(canary)
  expect(thief.received).toHaveLength(0)
})

test.each([301, 302, 303, 307, 308])('a POST that is answered %i is not sent a second time', async (status) => {
  const server = await serve((response) => response.writeHead(status, { location: '/end' }).end())
  const error = await failure(
    makeHttp(server.url).request({ method: 'POST', url: '/posts', json: {}, bucket: 'write', commit: true }),
  )
  expect(error).toMatchObject({ code: 'malformed-answer', outcome: 'unknown', status })
  expect(server.received).toHaveLength(1)
})

test.each([
  ['in a circle', '/start'],
  ['to nowhere', undefined],
  ['to nonsense', 'http://['],
  ['to another scheme', 'file:///etc/passwd'],
])('redirects %s end', async (_name, location) => {
  const server = await serve((response) => response.writeHead(302, location === undefined ? {} : { location }).end())
  expect(await failure(makeHttp(server.url).request(read))).toMatchObject({ code: 'malformed-answer' })
  expect(server.received.length).toBeLessThanOrEqual(6)
})
