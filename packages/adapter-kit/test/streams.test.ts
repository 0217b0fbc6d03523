import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createMemoryCredentialSource, readServerSentEvents, systemClock } from '../src/index.ts'
import { json, serve } from './support/loopback.ts'
import { canary, failure, impatientClock, makeHttp } from './support/make-http.ts'

const request = { url: '/stream', bucket: 'stream' } as const

function openEvents(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  return response
}

async function readAll(stream: ReadableStream<Uint8Array>, maxEventLength?: number) {
  const events = []
  for await (const event of readServerSentEvents(stream, { maxEventLength })) events.push(event)
  return events
}

test('the events of a stream, in order, however they are cut into pieces', async () => {
  const text = ':thump\n\nevent: update\nid: 1\ndata: {"a":\ndata: 1}\n\ndata: żółw\r\n\r\nevent: nothing\n\n'
  const server = await serve(async (response) => {
    openEvents(response)
    for (const byte of Buffer.from(text)) response.write(Buffer.of(byte))
    response.end()
  })
  const { status, body } = await makeHttp(server.url).openStream(request)
  expect(status).toBe(200)
  expect(await readAll(body)).toEqual([{ event: 'update', id: '1', data: '{"a":\n1}' }, { data: 'żółw' }])
  expect(server.received[0]?.headers).toMatchObject({
    accept: 'text/event-stream',
    authorization: `Bearer ${canary}`,
  })
})

test('an event that is too long ends the stream, and closes the connection', async () => {
  let closed: Promise<unknown> | undefined
  const server = await serve((response) => {
    closed = once(response, 'close')
    openEvents(response).write(`data: ok\n\ndata: ${'x'.repeat(2000)}`)
  })
  const { body } = await makeHttp(server.url).openStream(request)
  expect(await failure(readAll(body, 1000))).toMatchObject({ code: 'malformed-answer', retryable: false })
  await closed
})

test('leaving the loop closes the connection', async () => {
  let closed: Promise<unknown> | undefined
  const server = await serve((response) => {
    closed = once(response, 'close')
    openEvents(response).write('data: 1\n\ndata: 2\n\n')
  })
  const { body } = await makeHttp(server.url).openStream(request)
  for await (const { data } of readServerSentEvents(body)) {
    expect(data).toBe('1')
    break
  }
  await closed
})

test('the signal ends a stream at once, and closes the connection', async () => {
  let closed: Promise<unknown> | undefined
  const server = await serve((response) => {
    closed = once(response, 'close')
    openEvents(response)
  })
  const controller = new AbortController()
  const { body } = await makeHttp(server.url, { signal: controller.signal }).openStream(request)
  const reading = failure(readAll(body))
  controller.abort()
  expect(await reading).toMatchObject({ code: 'aborted' })
  await closed
})

test('silence ends a stream with timeout', async () => {
  const timers: { delayMs: number; callback: () => void }[] = []
  const clock = {
    ...systemClock,
    setTimer: (delayMs: number, callback: () => void) => {
      timers.push({ delayMs, callback })
      return () => undefined
    },
  }
  const server = await serve((response) => openEvents(response))
  const { body } = await makeHttp(server.url, { clock }).openStream({ ...request, idleTimeoutMs: 5_000 })
  const reading = failure(readAll(body))
  await new Promise(setImmediate)
  timers.find(({ delayMs }) => delayMs === 5_000)?.callback()
  expect(await reading).toMatchObject({ code: 'timeout', retryable: true })
})

test('a connection that breaks is lost; what came before is read', async () => {
  const server = await serve((response) => {
    openEvents(response).write('data: 1\n\n', () => setTimeout(() => response.destroy(), 20))
  })
  const { body } = await makeHttp(server.url).openStream(request)
  const seen: string[] = []
  const reading = (async () => {
    for await (const { data } of readServerSentEvents(body)) seen.push(data)
  })()
  expect(await failure(reading)).toMatchObject({ code: 'connection-lost', retryable: true })
  expect(seen).toEqual(['1'])
})

test('a refused credential is renewed once; other refusals are typed, and nothing is retried', async () => {
  const server = await serve((response, { headers }) =>
    headers.authorization === 'Bearer fresh' ? openEvents(response).end('data: 1\n\n') : json(response, {}, 401),
  )
  const credential = createMemoryCredentialSource({ secrets: { token: canary }, facts: {} }, async () => ({
    secrets: { token: 'fresh' },
    facts: {},
  }))
  const { body } = await makeHttp(server.url, { credential }).openStream(request)
  expect(await readAll(body)).toHaveLength(1)
  expect(server.received).toHaveLength(2)

  const failing = await serve((response) => json(response, { error: 'busy' }, 503))
  const error = await failure(makeHttp(failing.url).openStream(request))
  expect(error).toMatchObject({ code: 'server-error', retryable: true })
  expect(failing.received).toHaveLength(1)
})

test('passes permit and around; a hook sees no body, and one that throws closes the connection', async () => {
  let closed: Promise<unknown> | undefined
  const server = await serve((response) => {
    closed = once(response, 'close')
    openEvents(response).write('data: 1\n\n')
  })
  const settled: unknown[] = []
  const acquire = () => ({ waitedMs: 0, settle: (result: unknown) => void settled.push(result) })
  const seen: unknown[] = []
  const watching = makeHttp(server.url, {
    acquire,
    around: async (visible, inner) => {
      const answer = await inner()
      seen.push(visible.method, answer.status, answer.body)
      return answer
    },
  })
  await (await watching.openStream(request)).body.cancel()
  await closed
  expect(seen).toEqual(['GET', 200, undefined])
  expect(settled).toEqual([{ observation: {} }])

  const throwing = makeHttp(server.url, {
    around: async (_visible, inner) => {
      await inner()
      throw new Error('oops')
    },
  })
  expect(await failure(throwing.openStream(request))).toMatchObject({ code: 'hook-failed' })
  await closed
  const answering = makeHttp(server.url, { around: async () => ({ status: 200, headers: new Headers(), body: 'x' }) })
  expect(await failure(answering.openStream(request))).toMatchObject({ code: 'hook-failed', outcome: 'not-sent' })
})

test('a slow reader holds the platform back', async () => {
  const piece = Buffer.from(`data: ${'x'.repeat(1000)}\n\n`)
  let written = 0
  const server = await serve(async (response) => {
    openEvents(response)
    while (written < 20_000 && (await flushed(response, piece))) written += 1
  })
  const { body } = await makeHttp(server.url, { clock: impatientClock() }).openStream(request)
  const events = readServerSentEvents(body)
  await events.next()
  const stoppedAt = await untilStill(() => written)
  expect(stoppedAt).toBeLessThan(20_000)
  for (let count = 0; count < 10_000; count += 1) await events.next()
  expect(await untilStill(() => written)).toBeGreaterThan(stoppedAt)
  await events.return()
})

/** Whether a piece has left for the network. */
function flushed(response: ServerResponse, piece: Buffer): Promise<boolean> {
  return new Promise((resolve) => response.write(piece, (error) => resolve(!error)))
}

/** The value once it has not changed for a while. */
async function untilStill(read: () => number): Promise<number> {
  for (let last = -1; ; last = read()) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (last === read()) return last
  }
}
