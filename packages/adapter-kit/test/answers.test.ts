import { gzipSync } from 'node:zlib'
import {
  AuthenticationError,
  MediaError,
  PlatformError,
  RateLimitError,
  RejectedError,
  TransportError,
  UnsupportedOperationError,
} from '@tutti/model'
import { expect, test } from 'vitest'
import { byteSource } from './support/bytes.ts'
import { json, serve } from './support/loopback.ts'
import { failure, makeAdapter, makeHttp } from './support/make-http.ts'

const post = { method: 'POST', url: '/posts', json: {}, bucket: 'write', commit: true } as const
const read = { method: 'GET', url: '/posts', bucket: 'read' } as const

test.each([
  ['application/json', '{"a":1}', { a: 1 }],
  ['application/json; charset=utf-8', '[1]', [1]],
  ['application/activity+json', '{"a":1}', { a: 1 }],
  ['application/json', '', undefined],
  ['text/plain', '{"a":1}', '{"a":1}'],
  ['text/html', '<p>hi</p>', '<p>hi</p>'],
])('an answer of %s is read: %s', async (type, text, body) => {
  const server = await serve((response) => response.writeHead(200, { 'content-type': type }).end(text))
  expect((await makeHttp(server.url).request(read)).body).toEqual(body)
})

test('chunked and compressed answers are read whole', async () => {
  const text = JSON.stringify({ text: 'ü🍋'.repeat(50_000) })
  const server = await serve((response, _received, count) => {
    if (count === 1) {
      response.writeHead(200, { 'content-type': 'application/json' })
      const bytes = Buffer.from(text)
      for (let offset = 0; offset < bytes.byteLength; offset += 999) {
        response.write(bytes.subarray(offset, offset + 999))
      }
      response.end()
    } else {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text))
    }
  })
  const http = makeHttp(server.url)
  expect((await http.request(read)).body).toEqual(JSON.parse(text))
  expect((await http.request(read)).body).toEqual(JSON.parse(text))
})

test.each(['{"id":', '<html>', 'null}', '\u0000'])(
  'a success that says JSON and is %j is malformed, outcome unknown',
  async (text) => {
    const server = await serve((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text))
    const error = await failure(makeHttp(server.url).request(post))
    expect(error).toMatchObject({ code: 'malformed-answer', outcome: 'unknown', status: 200 })
    expect(PlatformError.isInstance(error)).toBe(true)
    expect(server.received).toHaveLength(1)
  },
)

test('an answer that unpacks to more than any answer is not read to its end', async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 32))
  const server = await serve((response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
  )
  expect(await failure(makeHttp(server.url).request(post))).toMatchObject({
    code: 'malformed-answer',
    outcome: 'unknown',
  })
})

test('an answer that declares to be too long is not read at all', async () => {
  const server = await serve((response) => {
    response.writeHead(200, { 'content-length': String(60 * 1024 * 1024) }).write('x')
  })
  expect(await failure(makeHttp(server.url).request(read))).toMatchObject({ code: 'malformed-answer' })
})

test.each([
  [400, 'rejected', 'rejected', RejectedError],
  [401, 'unauthorized', 'rejected', AuthenticationError],
  [402, 'rejected', 'rejected', RejectedError],
  [403, 'forbidden', 'rejected', RejectedError],
  [404, 'not-found', 'rejected', RejectedError],
  [405, 'rejected', 'rejected', RejectedError],
  [408, 'timeout', 'unknown', TransportError],
  [409, 'conflict', 'rejected', RejectedError],
  [410, 'gone', 'rejected', RejectedError],
  [413, 'rejected', 'rejected', RejectedError],
  [422, 'rejected', 'rejected', RejectedError],
  [429, 'rate-limited', 'not-sent', RateLimitError],
  [451, 'rejected', 'rejected', RejectedError],
  [500, 'server-error', 'unknown', PlatformError],
  [501, 'not-offered', 'rejected', UnsupportedOperationError],
  [502, 'server-error', 'unknown', PlatformError],
  [503, 'server-error', 'unknown', PlatformError],
  [504, 'server-error', 'unknown', PlatformError],
  [520, 'server-error', 'unknown', PlatformError],
  [304, 'malformed-answer', 'unknown', PlatformError],
] as const)('status %i is %s, outcome %s', async (status, code, outcome, errorClass) => {
  const server = await serve((response) => json(response, { error: 'why' }, status, { 'retry-after': '3600' }))
  const error = await failure(makeHttp(server.url).request(post))
  expect(error).toMatchObject({ code, outcome, status, platform: 'demo' })
  expect(errorClass.isInstance(error)).toBe(true)
  expect(error).toBeInstanceOf(errorClass)
})

test('a 413 to an upload is about the media', async () => {
  const server = await serve((response) => json(response, {}, 413))
  const request = { method: 'POST', url: '/', bucket: 'media', body: byteSource(new Uint8Array(9)) } as const
  const error = await failure(makeHttp(server.url).request(request))
  expect(MediaError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ code: 'media-too-large', outcome: 'rejected' })
})

test.each([
  [{ error: 'Validation failed: Text is empty' }, 'Validation failed: Text is empty'],
  [{ error: 'invalid_grant', error_description: 'The grant is gone' }, 'The grant is gone'],
  [{ error: 'InvalidRequest', message: 'Input/text must not be longer' }, 'Input/text must not be longer'],
  [{ error: { message: 'Unsupported post request', code: 100 } }, 'Unsupported post request'],
  [{ detail: 'Not allowed' }, 'Not allowed'],
  ['plain words', 'plain words'],
  [{ error: 'line\u0000one\r\n\u202eline two\u001b[31m' }, 'line one line two [31m'],
  [{ error: `${'x'.repeat(299)}🍋tail` }, `${'x'.repeat(299)}…`],
])('the platform’s words reach the message: %j', async (body, words) => {
  const server = await serve((response) =>
    typeof body === 'string' ? response.writeHead(422).end(body) : json(response, body, 422),
  )
  expect((await failure(makeHttp(server.url).request(post))).message).toBe(`Demo answered 422 to POST /posts: ${words}`)
})

test.each([['<!doctype html><h1>Bad gateway</h1>'], [''], ['x'.repeat(100_000)]])(
  'a page or a flood says nothing: only status and request are named',
  async (text) => {
    const server = await serve((response) => response.writeHead(422).end(text))
    expect((await failure(makeHttp(server.url).request(post))).message).toBe('Demo answered 422 to POST /posts')
  },
)

test('the adapter’s reading goes first, and the status fills what it leaves open', async () => {
  const server = await serve((response) => json(response, { error: 'Duplicate', message: 'again' }, 400))
  const seen: unknown[] = []
  const adapter = makeAdapter({
    readError: ({ request, status, body }) => {
      seen.push({ request, status, body })
      return { code: 'duplicate', message: 'the very same post' }
    },
  })
  const error = await failure(makeHttp(server.url, { adapter }).request(post))
  expect(error).toMatchObject({ code: 'duplicate', outcome: 'rejected', status: 400 })
  expect(error.message).toContain('the very same post')
  expect(seen).toEqual([
    {
      request: { method: 'POST', url: '/posts', commit: true },
      status: 400,
      body: { error: 'Duplicate', message: 'again' },
    },
  ])
})

test('a limit that the adapter reads from the body blocks the bucket too', async () => {
  const server = await serve((response) => json(response, { retry_after: 90 }, 400))
  const settled: { observation?: { blockedUntil?: number | undefined } | undefined }[] = []
  const http = makeHttp(server.url, {
    adapter: makeAdapter({ readError: () => ({ code: 'rate-limited', retryAfterMs: 90_000 }) }),
    acquire: () => ({ waitedMs: 0, settle: (result) => void settled.push(result) }),
  })
  expect(await failure(http.request(post))).toMatchObject({
    code: 'rate-limited',
    outcome: 'not-sent',
    retryAfterMs: 90_000,
  })
  expect(settled[0]?.observation?.blockedUntil).toBeCloseTo(Date.now() + 90_000, -4)
})

test('an adapter that throws over an answer does not hide its status', async () => {
  const server = await serve((response) => json(response, null, 404))
  const adapter = makeAdapter({
    readError: ({ body }) => ({ message: (body as { a: { b: string } }).a.b }),
  })
  const error = await failure(makeHttp(server.url, { adapter }).request(read))
  expect(error.code).toBe('not-found')
  expect((error.cause as Error).name).toBe('TypeError')
})

test('statuses that the request accepts are answers', async () => {
  const server = await serve((response) => json(response, { state: 'processing' }, 404))
  const answer = await makeHttp(server.url).request({ ...read, acceptStatus: [404] })
  expect(answer).toMatchObject({ status: 404, body: { state: 'processing' } })
})

test('base, path and query are joined and encoded', async () => {
  const server = await serve((response) => json(response, {}))
  const http = makeHttp(`${server.url}/xrpc/`)
  await http.request({ ...read, url: '/a.b.c', query: { q: 'a&b=c ü', limit: 5, on: true, none: undefined } })
  await http.request({ ...read, url: 'x?y=1', query: { 'types[]': ['a', 'b'] } })
  await http.request({ ...read, url: `${server.url}/elsewhere` })
  expect(server.received.map(({ url }) => url)).toEqual([
    '/xrpc/a.b.c?q=a%26b%3Dc%20%C3%BC&limit=5&on=true',
    '/xrpc/x?y=1&types%5B%5D=a&types%5B%5D=b',
    '/elsewhere',
  ])
})

test('the request’s own headers win, and a user agent is always named', async () => {
  const server = await serve((response) => json(response, {}))
  const http = makeHttp(server.url)
  await http.request({ ...read, headers: { Accept: 'text/html', 'Idempotency-Key': 'k' } })
  await http.request(read)
  expect(server.received[0]?.headers).toMatchObject({
    accept: 'text/html',
    'idempotency-key': 'k',
    'user-agent': 'tutti-test/1',
  })
  expect(server.received[1]?.headers.accept).toBe('application/json')
})
