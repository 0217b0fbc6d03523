import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { TransportError } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { json, serve, serveBytes } from './support/loopback.ts'
import { failure, makeHttp } from './support/make-http.ts'

const commit = { method: 'POST', url: '/posts', json: { text: 'hello' }, bucket: 'write', commit: true } as const
const read = { method: 'GET', url: '/posts', bucket: 'read' } as const

test.each([
  ['reset before the headers', (socket: Socket) => socket.resetAndDestroy()],
  ['closed before the headers', (socket: Socket) => socket.end()],
  [
    'reset within the body',
    (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    },
  ],
  [
    'body cut short of its length',
    (socket: Socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":'),
  ],
  [
    'chunked body without its end',
    (socket: Socket) =>
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"id"\r\n',
      ),
  ],
])('%s: a commit is sent once and its outcome is unknown', async (_name, act) => {
  const server = await serveBytes(act)
  const error = await failure(makeHttp(server.url).request(commit))
  expect(error).toMatchObject({ code: 'connection-lost', outcome: 'unknown', retryable: true })
  expect(TransportError.isInstance(error)).toBe(true)
  expect(server.count()).toBe(1)
})

test('a kept connection that breaks under a commit: it is not sent again in secret on a new one', async () => {
  const server = await serveBytes((socket, count) => {
    if (count === 1) {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[]')
    } else {
      socket.destroy()
    }
  })
  const http = makeHttp(server.url)
  await http.request(read)
  const error = await failure(http.request(commit))
  expect(error).toMatchObject({ code: 'connection-lost', outcome: 'unknown' })
  expect(server.count()).toBe(2)
})

test('a read goes out again after a reset', async () => {
  const server = await serveBytes((socket, count) => {
    if (count < 3) {
      socket.resetAndDestroy()
    } else {
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]',
      )
    }
  })
  expect((await makeHttp(server.url).request(read)).body).toEqual([])
  expect(server.count()).toBe(3)
})

test('a POST that says it is repeatable goes out again, another does not', async () => {
  const server = await serve((response) => json(response, { error: 'down' }, 503))
  await failure(makeHttp(server.url).request({ ...commit, commit: false }))
  expect(server.received).toHaveLength(1)
  await failure(makeHttp(server.url).request({ ...commit, commit: false, repeatable: true }))
  expect(server.received).toHaveLength(4)
})

test.each(['GET', 'PUT', 'DELETE'] as const)('a committing %s is not repeated after a 500', async (method) => {
  const server = await serve((response) => json(response, { error: 'down' }, 500))
  const error = await failure(makeHttp(server.url).request({ method, url: '/x', bucket: 'write', commit: true }))
  expect(error).toMatchObject({ code: 'server-error', outcome: 'unknown', status: 500 })
  expect(server.received).toHaveLength(1)
})

test('a server that never answers: the time runs out, the outcome is unknown', async () => {
  const server = await serveBytes(() => undefined)
  const error = await failure(makeHttp(server.url).request({ ...commit, timeoutMs: 80 }))
  expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown', message: 'no answer within 80 ms' })
  expect(server.count()).toBe(1)
})

test('a server that stops within its answer: the time runs out, the outcome is unknown', async () => {
  const server = await serveBytes((socket) =>
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":'),
  )
  const error = await failure(makeHttp(server.url).request({ ...commit, timeoutMs: 80 }))
  expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' })
})

test.each([
  ['a port where nobody listens', 'http://127.0.0.1:1/'],
  ['a name that does not exist', 'http://does-not-exist.invalid/'],
  ['a port that may not be used', 'http://127.0.0.1:6667/'],
])('%s: not sent, and so a commit is tried again', async (_name, url) => {
  const tries: number[] = []
  const http = makeHttp(url, { onRetry: ({ attempt }) => tries.push(attempt) })
  const error = await failure(http.request(commit))
  expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent' })
  expect(tries).toEqual([1, 2])
})

test.each([
  ['a URL that is none', 'http://[nonsense'],
  ['a URL with a password', 'http://user:password@127.0.0.1:1/'],
])('%s: not sent, and not tried again', async (_name, url) => {
  const tries: number[] = []
  const http = makeHttp(url, { onRetry: ({ attempt }) => tries.push(attempt) })
  const error = await failure(http.request(commit))
  expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent' })
  expect(error.message).not.toContain('password@')
  expect(tries).toEqual([])
})

test('a server without TLS behind an https URL: not sent', async () => {
  const server = await serve((response) => json(response, {}))
  const error = await failure(makeHttp(server.url.replace('http:', 'https:')).request(commit))
  expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent' })
  expect(server.received).toHaveLength(0)
})

test('a certificate that nobody vouches for: not sent', async () => {
  const server = createTlsServer(selfSigned, () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  const error = await failure(makeHttp(url).request(commit))
  expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent' })
  expect(error.message).toContain('SELF_SIGNED_CERT')
})

/** Made for this test with openssl; it proves nothing and protects nothing. */
const selfSigned = {
  key: readFileSync(new URL('fixtures/self-signed-key.pem', import.meta.url)),
  cert: readFileSync(new URL('fixtures/self-signed-certificate.pem', import.meta.url)),
}
