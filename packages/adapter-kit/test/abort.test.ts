import type { Permit } from '@tutti/model'
import { expect, test } from 'vitest'
import { systemClock } from '../src/index.ts'
import { json, serve, serveBytes } from './support/loopback.ts'
import { failure, makeAdapter, makeHttp } from './support/make-http.ts'

const commit = { method: 'POST', url: '/posts', json: { text: 'hello' }, bucket: 'write', commit: true } as const

test('aborted before it starts: nothing is acquired or sent', async () => {
  const server = await serve((response) => json(response, {}))
  let permits = 0
  const acquire = (): Permit => {
    permits += 1
    return { waitedMs: 0, settle: () => undefined }
  }
  const error = await failure(makeHttp(server.url, { signal: AbortSignal.abort(), acquire }).request(commit))
  expect(error).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
  expect(permits).toBe(0)
  expect(server.received).toHaveLength(0)
})

test.each(['acquire', 'authorize', 'around', 'open'] as const)('aborted during %s: not sent', async (phase) => {
  const server = await serve((response) => json(response, {}))
  const controller = new AbortController()
  const settled: unknown[] = []
  const abort = () => controller.abort()
  const http = makeHttp(server.url, {
    signal: controller.signal,
    acquire: async () => {
      if (phase === 'acquire') {
        abort()
      }
      return { waitedMs: 0, settle: (result) => void settled.push(result) }
    },
    adapter: makeAdapter({
      authorize: async () => {
        if (phase === 'authorize') {
          abort()
        }
        return { headers: {} }
      },
    }),
    around: async (_request, inner) => {
      if (phase === 'around') {
        abort()
      }
      return inner()
    },
  })
  const body = {
    byteLength: 1,
    mimeType: 'image/png',
    open: async () => {
      if (phase === 'open') {
        abort()
      }
      return new Blob(['x']).stream()
    },
  }
  const error = await failure(http.request({ method: 'POST', url: '/', bucket: 'write', commit: true, body }))
  expect(error).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
  expect(settled).toEqual([{ unsent: true }])
  expect(server.received).toHaveLength(0)
})

test.each([
  ['waiting for the answer', ''],
  ['reading the answer', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id":'],
])('aborted while %s: unknown, and the connection is given up', async (_name, bytes) => {
  const controller = new AbortController()
  let closed: Promise<unknown> = Promise.resolve()
  const server = await serveBytes((socket) => {
    closed = new Promise((resolve) => socket.on('close', resolve))
    socket.write(bytes)
    setTimeout(() => controller.abort(), 30)
  })
  const error = await failure(makeHttp(server.url, { signal: controller.signal }).request(commit))
  expect(error).toMatchObject({ code: 'aborted', outcome: 'unknown' })
  await closed
  expect(server.count()).toBe(1)
})

test('aborted while an upload is under way: unknown, and the source is closed', async () => {
  const controller = new AbortController()
  const server = await serveBytes((socket) => {
    socket.pause()
    setTimeout(() => controller.abort(), 30)
  })
  let cancelled = false
  const body = {
    byteLength: 1e9,
    mimeType: 'video/mp4',
    open: async () =>
      new ReadableStream<Uint8Array>({
        pull: (stream) => stream.enqueue(new Uint8Array(65_536)),
        cancel: () => {
          cancelled = true
        },
      }),
  }
  const http = makeHttp(server.url, { signal: controller.signal })
  const error = await failure(http.request({ method: 'POST', url: '/', bucket: 'write', body }))
  expect(error).toMatchObject({ code: 'aborted', outcome: 'unknown' })
  await systemClock.sleep(10)
  expect(cancelled).toBe(true)
})

test('aborted while it waits for the next try: what the last try said still holds', async () => {
  const controller = new AbortController()
  const server = await serve((response) => json(response, {}, 429, { 'retry-after': '5' }))
  const http = makeHttp(server.url, {
    signal: controller.signal,
    clock: systemClock,
    onRetry: () => setTimeout(() => controller.abort(), 10),
  })
  expect(await failure(http.request(commit))).toMatchObject({ code: 'aborted', outcome: 'not-sent' })
  expect(server.received).toHaveLength(1)
})

test('no listener stays on a signal that outlives many requests', async () => {
  const server = await serve((response) => json(response, {}))
  const controller = new AbortController()
  let listeners = 0
  const { addEventListener, removeEventListener } = controller.signal
  controller.signal.addEventListener = (...parameters: Parameters<typeof addEventListener>) => {
    listeners += 1
    addEventListener.apply(controller.signal, parameters)
  }
  controller.signal.removeEventListener = (...parameters: Parameters<typeof removeEventListener>) => {
    listeners -= 1
    removeEventListener.apply(controller.signal, parameters)
  }
  const http = makeHttp(server.url, { signal: controller.signal })
  for (let count = 0; count < 20; count += 1) {
    await http.request({ method: 'GET', url: '/', bucket: 'read' })
  }
  expect(listeners).toBe(0)
})
