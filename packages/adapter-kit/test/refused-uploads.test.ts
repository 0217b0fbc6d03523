import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { byteSource } from './support/bytes.ts'
import { serveBytes } from './support/loopback.ts'
import { failure, makeHttp } from './support/make-http.ts'

const refusal = '{"error":"PayloadTooLarge"}'

/**
 * What the Bluesky server does after a 413: the connection stays open, and nothing that comes over it
 * later is ever answered.
 */
async function serveRefusingServer(delayMs: number) {
  const refused = new Set<Socket>()
  return serveBytes((socket, count) => {
    if (refused.has(socket)) return
    if (count === 1) {
      refused.add(socket)
      const head = `HTTP/1.1 413 Payload Too Large\r\ncontent-type: application/json\r\ncontent-length: ${refusal.length}`
      setTimeout(() => socket.write(`${head}\r\n\r\n${refusal}`), delayMs)
      return
    }
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
  })
}

test.each([
  ['small, while it is sent', 1_000, 0],
  ['small, when it was sent', 1_000, 50],
  ['as large as the buffers of the socket, when it was sent', 100_000, 50],
  ['large, while it is sent', 20_000_000, 0],
  ['large, while it waits to be taken', 20_000_000, 50],
])('after a refusal of an upload that is %s nothing hangs on its connection', async (_name, byteLength, delayMs) => {
  const server = await serveRefusingServer(delayMs)
  const http = makeHttp(server.url)
  const body = byteSource(new Uint8Array(byteLength), 'video/mp4')
  const request = { method: 'POST', url: '/upload', bucket: 'media', timeoutMs: 5_000 } as const
  expect(await failure(http.request({ ...request, body }))).toMatchObject({ code: 'media-too-large', status: 413 })
  // A connection is free for the next request only a moment after its answer.
  await new Promise((resolve) => setTimeout(resolve, 20))
  const next = { method: 'POST', url: '/', bucket: 'write', timeoutMs: 2_000 } as const
  await expect(http.request(next)).resolves.toMatchObject({ status: 200 })
})
