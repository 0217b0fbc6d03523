import { once } from 'node:events'
import type { SocketFrames } from '@tutti/model'
import { expect, test } from 'vitest'
import { serveSocket } from './support/loopback-socket.ts'
import { canary, failure, makeHttp } from './support/make-http.ts'

const request = { url: '/events', bucket: 'stream' } as const

async function readAll(frames: SocketFrames) {
  const read: (string | Uint8Array)[] = []
  for await (const frame of frames) read.push(frame)
  return read
}

test('the frames of a socket in order, text and bytes, until the server closes it', async () => {
  let opened = ''
  const server = await serveSocket((socket, url) => {
    opened = `${url} ${socket.protocol}`
    socket.send('one')
    socket.send(Buffer.of(1, 2))
    socket.close(1000)
  })
  const frames = await makeHttp(server.url).openSocket({ ...request, query: { cursor: 7 }, protocols: ['demo'] })
  expect(await readAll(frames)).toEqual(['one', Uint8Array.of(1, 2)])
  expect(opened).toBe('/events?cursor=7 demo')
})

test.each([
  ['breaks', (socket: { terminate(): void }) => socket.terminate(), 1006],
  ['is closed for an error', (socket: { close(code: number): void }) => socket.close(1011), 1011],
] as const)('a socket that %s is lost; what came before is read', async (_name, end, code) => {
  const server = await serveSocket((socket) => socket.send('one', () => setTimeout(() => end(socket), 20)))
  const seen: unknown[] = []
  const reading = (async () => {
    for await (const frame of await makeHttp(server.url).openSocket(request)) seen.push(frame)
  })()
  const error = await failure(reading)
  expect(error).toMatchObject({ code: 'connection-lost', retryable: true })
  expect(error.message).toContain(String(code))
  expect(seen).toEqual(['one'])
})

test('leaving the loop, close and the signal close the socket', async () => {
  const server = await serveSocket((socket) => socket.send('one'))
  const controller = new AbortController()
  const http = makeHttp(server.url, { signal: controller.signal })
  for await (const frame of await http.openSocket(request)) {
    expect(frame).toBe('one')
    break
  }
  const closed = await http.openSocket(request)
  closed.close()
  expect(await readAll(closed)).toEqual([])
  const aborted = await http.openSocket(request)
  const reading = failure(readAll(aborted))
  controller.abort()
  expect(await reading).toMatchObject({ code: 'aborted' })
  await Promise.all(server.sockets.map((socket) => socket.readyState === socket.CLOSED || once(socket, 'close')))
  expect(server.sockets).toHaveLength(3)
})

test('a slow reader: the socket is closed, what waits is handed out, then it is told', async () => {
  const server = await serveSocket((socket) => {
    for (let count = 0; count < 100; count += 1) socket.send(String(count))
  })
  const frames = await makeHttp(server.url).openSocket({ ...request, maxQueuedFrames: 10 })
  await once(server.sockets[0] as NonNullable<(typeof server.sockets)[0]>, 'close')
  const seen: unknown[] = []
  const error = await failure(
    (async () => {
      for await (const frame of frames) seen.push(frame)
    })(),
  )
  expect(error).toMatchObject({ code: 'stream-overrun', retryable: true })
  expect(seen).toEqual(Array.from({ length: 11 }, (_, index) => String(index)))
})

test('bytes are counted too', async () => {
  const server = await serveSocket((socket) => socket.send(Buffer.alloc(2000)))
  const frames = await makeHttp(server.url).openSocket({ ...request, maxQueuedBytes: 1000 })
  expect(await failure(readAll(frames))).toMatchObject({ code: 'stream-overrun' })
})

test('silence ends a socket that is not to be silent', async () => {
  const server = await serveSocket(() => undefined)
  const frames = await makeHttp(server.url).openSocket({ ...request, idleTimeoutMs: 20 })
  expect(await failure(readAll(frames))).toMatchObject({ code: 'timeout', retryable: true })
})

test.each(['http://social.example', 'ws://192.168.0.1/', 'ws://localhost.example/'])(
  'nothing is opened in the clear to elsewhere: %s',
  async (url) => {
    const error = await failure(makeHttp('https://demo.test').openSocket({ ...request, url }))
    expect(error).toMatchObject({ code: 'invalid-input', path: 'url' })
  },
)

test('what can’t be opened was not sent, and gives its permit back', async () => {
  const settled: unknown[] = []
  const acquire = () => ({ waitedMs: 0, settle: (result: unknown) => void settled.push(result) })
  const http = makeHttp('http://127.0.0.1:9', { acquire })
  expect(await failure(http.openSocket(request))).toMatchObject({ code: 'not-sent', retryable: true })
  expect(settled).toEqual([{ unsent: true }])
})

test('a hook sees it as a GET answered 101, without secrets; one that throws closes it', async () => {
  const server = await serveSocket(() => undefined)
  const seen: unknown[] = []
  const watching = makeHttp(server.url, {
    around: async (visible, inner) => {
      const { status } = await inner()
      seen.push({ ...visible, status })
      return { status, headers: new Headers(), body: undefined }
    },
  })
  const frames = await watching.openSocket({ ...request, query: { access_token: canary } })
  frames.close()
  expect(seen).toMatchObject([{ method: 'GET', status: 101, commit: false }])
  expect(JSON.stringify(seen)).not.toContain(canary)
  const throwing = makeHttp(server.url, {
    around: async (_visible, inner) => {
      await inner()
      throw new Error('oops')
    },
  })
  await failure(throwing.openSocket(request))
  await once(server.sockets[1] as NonNullable<(typeof server.sockets)[0]>, 'close')
  const refusing = makeHttp(server.url, { around: async () => ({ status: 200, headers: new Headers(), body: 1 }) })
  expect(await failure(refusing.openSocket(request))).toMatchObject({ code: 'not-sent' })
})
