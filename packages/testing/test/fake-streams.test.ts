import { readServerSentEvents } from '@tutti/adapter-kit'
import { http } from 'msw'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createFakeStream, defineFakePlatform, type FakePlatform, serverSentEvents } from '../src/index.ts'

const define = defineFakePlatform({
  id: 'talker',
  createLedger: () => ({ stream: createFakeStream<string>() }),
  isCommit: () => false,
  handlers: (ledger) => [
    http.get('*/events', ({ request }) => {
      const after = new URL(request.url).searchParams.get('after')
      return serverSentEvents(
        (async function* () {
          for await (const { number, event } of ledger.stream.read(after === null ? undefined : Number(after))) {
            yield { id: String(number), event: 'note', data: JSON.stringify(event) }
          }
        })(),
      )
    }),
  ],
  sockets: (ledger) => [
    {
      path: '/socket',
      open(request) {
        const after = new URL(request.url).searchParams.get('after')
        if (after === 'nonsense') return new Response('no such place', { status: 400 })
        return (async function* () {
          for await (const { event } of ledger.stream.read(Number(after ?? 0))) yield event
        })()
      },
    },
  ],
})

async function open(): Promise<{
  fake: FakePlatform<{ stream: ReturnType<typeof createFakeStream<string>> }>
  url: string
}> {
  const fake = define()
  onTestFinished(() => fake.close())
  return { fake, url: await fake.listen() }
}

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2))
}

async function readEvents(url: string, seen: unknown[] = []) {
  const { body } = await fetch(url)
  for await (const { id, data } of readServerSentEvents(body as ReadableStream<Uint8Array>)) {
    seen.push([id, JSON.parse(data)])
  }
  return seen
}

test('tells what comes and what came after a number; a client that leaves is noticed', async () => {
  const { fake, url } = await open()
  fake.ledger.stream.push('before')
  const live: unknown[] = []
  const controller = new AbortController()
  const response = await fetch(`${url}/events`, { signal: controller.signal })
  const reading = (async () => {
    for await (const { data } of readServerSentEvents(response.body as ReadableStream<Uint8Array>)) live.push(data)
  })()
  await until(() => fake.streams.openCount === 1)
  fake.ledger.stream.push('after')
  await until(() => live.length === 1)
  controller.abort()
  await expect(reading).rejects.toThrow()
  await until(() => fake.streams.openCount === 0)
  expect(live).toEqual(['"after"'])
  expect(fake.requests).toMatchObject([{ path: '/events', status: 200 }])
})

test('cuts a stream after so many events, and garbles one', async () => {
  const { fake, url } = await open()
  for (const text of ['one', 'two', 'three']) fake.ledger.stream.push(text)
  fake.streams.cutNextAfter(2)
  const seen: unknown[] = []
  await expect(readEvents(`${url}/events?after=0`, seen)).rejects.toThrow()
  expect(seen).toEqual([
    ['1', 'one'],
    ['2', 'two'],
  ])
  fake.streams.garbleNext()
  await expect(readEvents(`${url}/events?after=2`)).rejects.toThrow(SyntaxError)
})

test('sockets tell from the same source; dropped they break, refused they say why', async () => {
  const { fake, url } = await open()
  for (const text of ['one', 'two']) fake.ledger.stream.push(text)
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket?after=1`)
  const seen: string[] = []
  socket.on('message', (data) => seen.push(String(data)))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  await until(() => seen.length === 1)
  expect(fake.streams.openCount).toBe(1)
  fake.streams.drop()
  expect(await closed).toBe(1006)
  expect(seen).toEqual(['two'])
  await until(() => fake.streams.openCount === 0)

  const refusedWith = (path: string) =>
    new Promise((resolve) => {
      const refused = new WebSocket(url.replace('http', 'ws') + path)
      refused.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode))
      refused.on('error', () => undefined)
    })
  expect(await refusedWith('/socket?after=nonsense')).toBe(400)
  expect(await refusedWith('/elsewhere')).toBe(501)
  fake.faults.add({ kind: 'error', committed: false, status: 503 })
  expect(await refusedWith('/socket')).toBe(503)
  expect(fake.requests.map(({ status }) => status)).toEqual([200, 400, 501, 503])
})
