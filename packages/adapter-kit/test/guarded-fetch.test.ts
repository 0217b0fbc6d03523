import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { OutsideFetchError, type OutsideFetchOptions } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { type GuardedFetchOptions, guardedFetch } from '../src/index.ts'
import { json, type Received, serve, serveBytes } from './support/loopback.ts'
import { canary, failure } from './support/make-http.ts'

const html: OutsideFetchOptions = { accept: ['text/html'], maxBytes: 10_000, timeoutMs: 5_000 }
const page = '<title>A page</title>'

/** A guard for which a server on loopback belongs to the public internet. */
function allowing(url: string, more: Partial<GuardedFetchOptions> = {}) {
  return guardedFetch({ allowAddresses: ['127.0.0.1'], allowPorts: [Number(new URL(url).port)], ...more })
}

const portOf = (url: string) => new URL(url).port

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://0x7f.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://127.0.0.1./',
  'http://１２７.0.0.1/',
  'http://127%2e0%2e0%2e1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://100.127.255.255/',
  'http://198.18.0.1/',
  'http://198.19.255.255/',
  'http://192.0.0.1/',
  'http://192.0.2.1/',
  'http://203.0.113.7/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b:1::1]/',
  'http://[fe80::1]/',
  'http://[febf::1]/',
  'http://[fec0::1]/',
  'http://[fc00::1]/',
  'http://[fd12:3456:789a::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://[2001::1]/',
  'http://[2001:db8::1]/',
  'http://[2002:7f00:1::]/',
  'http://user@example.com/',
  'http://user:secret@example.com/',
  'http://example.com@127.0.0.1/',
  'http://example.com:22/',
  'http://example.com:6379/',
  'https://example.com:8443/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'data:text/html,hello',
  'javascript:alert(1)',
  'gopher://example.com/',
  '//example.com/',
  '/etc/passwd',
  'http://',
  '',
])('%s is refused before anybody is asked', async (url) => {
  let asked = 0
  const resolveHost = async () => {
    asked += 1
    return [{ address: '93.184.215.14', family: 4 }]
  }
  const error = await failure(guardedFetch({ resolveHost })(url, html))
  expect(OutsideFetchError.isInstance(error)).toBe(true)
  expect(error).toMatchObject({ code: 'outside-url-refused', outcome: 'not-sent', retryable: false })
  expect(asked).toBe(0)
})

test.each([
  ['this machine', ['127.0.0.1']],
  ['a private network', ['10.0.0.8']],
  ['a cloud’s own service', ['169.254.169.254']],
  ['this machine in IPv6', ['::1']],
  ['this machine, mapped', ['::ffff:127.0.0.1']],
  ['a link with its zone', ['fe80::1%eth0']],
  ['the internet and this machine', ['93.184.215.14', '127.0.0.1']],
  ['something that is no address', ['localhost']],
])('a name that resolves to %s is refused', async (_name, addresses) => {
  const resolveHost = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const error = await failure(guardedFetch({ resolveHost })('http://shop.example/', html))
  expect(error.code).toBe('outside-url-refused')
})

test('localhost is refused by the system’s own resolver', async () => {
  expect(await failure(guardedFetch()('http://localhost/', html))).toMatchObject({ code: 'outside-url-refused' })
})

test('a page is fetched without anything about the caller', async () => {
  const server = await serve((response) =>
    response.writeHead(200, { 'content-type': 'Text/HTML; Charset="ISO-8859-1"' }).end(page),
  )
  const answer = await allowing(server.url, { userAgent: 'tutti-test/1' })(`${server.url}/a?b=c#d`, html)
  expect({ ...answer, bytes: String(answer.bytes) }).toEqual({
    url: `${server.url}/a?b=c#d`,
    mimeType: 'text/html',
    charset: 'ISO-8859-1',
    bytes: page,
  })
  const [received] = server.received
  expect(received?.url).toBe('/a?b=c')
  expect(received?.headers).toEqual({
    host: new URL(server.url).host,
    connection: 'close',
    accept: 'text/html',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'tutti-test/1',
  })
})

test('a name is resolved once, and the connection goes to what was checked', async () => {
  const server = await serve((response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page))
  let asked = 0
  // Rebinding: whoever asks a second time gets another address.
  const resolveHost = async () => {
    asked += 1
    return [asked === 1 ? { address: '127.0.0.1', family: 4 } : { address: '10.0.0.1', family: 4 }]
  }
  const fetchOutside = allowing(server.url, { resolveHost })
  await fetchOutside(`http://shop.example:${portOf(server.url)}/`, html)
  expect(asked).toBe(1)
  expect(server.received[0]?.headers.host).toBe(`shop.example:${portOf(server.url)}`)
  const error = await failure(fetchOutside(`http://shop.example:${portOf(server.url)}/`, html))
  expect(error.code).toBe('outside-url-refused')
  expect(server.received).toHaveLength(1)
})

test('at a redirect the name is resolved again, and checked again', async () => {
  const server = await serve((response, { url }) =>
    url === '/' ? response.writeHead(302, { location: '/next' }).end() : json(response, {}),
  )
  let asked = 0
  const resolveHost = async () => {
    asked += 1
    return [{ address: asked === 1 ? '127.0.0.1' : '192.168.0.1', family: 4 }]
  }
  const url = `http://shop.example:${portOf(server.url)}/`
  expect(await failure(allowing(server.url, { resolveHost })(url, html))).toMatchObject({ code: 'outside-url-refused' })
  expect(server.received.map(({ url }) => url)).toEqual(['/'])
})

test.each([301, 302, 303, 307, 308])('a redirect with status %i is followed, and the last URL told', async (status) => {
  const server = await serve((response, { url }) =>
    url === '/'
      ? response.writeHead(status, { location: 'deep/page' }).end()
      : response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  )
  const answer = await allowing(server.url)(server.url, html)
  expect(answer.url).toBe(`${server.url}/deep/page`)
})

test.each([
  'http://127.0.0.2/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'http://2130706434/',
  'http://user@127.0.0.1/',
  'file:///etc/passwd',
  'gopher://127.0.0.1/',
  'data:text/html,hello',
  'javascript:alert(1)',
  'http://127.0.0.1:22/',
  'http://',
])('a redirect to %s is not followed', async (location) => {
  const server = await serve((response) => response.writeHead(302, { location }).end())
  const error = await failure(allowing(server.url)(server.url, html))
  expect(error).toMatchObject({ code: 'outside-url-refused' })
})

test.each([
  [5, 'is followed'],
  [6, 'is not'],
])('a chain of %i redirects %s', async (length) => {
  const server = await serve((response, _received, count) =>
    count <= length
      ? response.writeHead(302, { location: `/${count}` }).end()
      : response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  )
  const fetching = allowing(server.url)(server.url, html)
  if (length === 5) await expect(fetching).resolves.toMatchObject({ url: `${server.url}/5` })
  else expect(await failure(fetching)).toMatchObject({ code: 'outside-url-refused' })
  expect(server.received.length).toBe(6)
})

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('what is packed with %s is unpacked', async (encoding, pack) => {
  const server = await serve((response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': encoding }).end(pack(page)),
  )
  expect(String((await allowing(server.url)(server.url, html)).bytes)).toBe(page)
})

const zeros = Buffer.alloc(50_000_000)

test.each<[string, Record<string, string>, Buffer | string]>([
  ['of another type', { 'content-type': 'application/pdf' }, page],
  ['of no type', {}, page],
  ['of a type that only begins so', { 'content-type': 'text/html-not' }, page],
  ['that is too large', { 'content-type': 'text/html' }, 'x'.repeat(10_001)],
  [
    'that is too large and has no length',
    { 'content-type': 'text/html', 'transfer-encoding': 'chunked' },
    'x'.repeat(10_001),
  ],
  ['that unpacks to too much', { 'content-type': 'text/html', 'content-encoding': 'gzip' }, gzipSync(zeros)],
  [
    'that unpacks to too much with br',
    { 'content-type': 'text/html', 'content-encoding': 'br' },
    brotliCompressSync(zeros),
  ],
  ['that is packed twice', { 'content-type': 'text/html', 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(page))],
  ['that is packed in an unknown way', { 'content-type': 'text/html', 'content-encoding': 'zstd' }, page],
  ['that can’t be unpacked', { 'content-type': 'text/html', 'content-encoding': 'gzip' }, page],
])('an answer %s is refused', async (_name, headers, body) => {
  const server = await serve((response) => response.writeHead(200, headers).end(body))
  const error = await failure(allowing(server.url)(`${server.url}/?${canary}`, html))
  expect(error).toMatchObject({ code: 'outside-answer-refused' })
  expect(JSON.stringify(error)).not.toContain(canary)
})

test('exactly as much as is allowed is taken', async () => {
  const server = await serve((response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('x'.repeat(10_000)),
  )
  expect((await allowing(server.url)(server.url, html)).bytes).toHaveLength(10_000)
})

test('what unpacks to nothing and never ends is refused as well', async () => {
  const nothing = gzipSync('')
  const server = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
    const more = () => {
      if (!response.destroyed)
        response.write(Buffer.concat(Array.from({ length: 100 }, () => nothing)), () => setImmediate(more))
    }
    more()
  })
  expect(await failure(allowing(server.url)(server.url, html))).toMatchObject({ code: 'outside-answer-refused' })
})

test.each([204, 304, 404, 500])('an answer with status %i is refused', async (status) => {
  const server = await serve((response) => response.writeHead(status, { 'content-type': 'text/plain' }).end())
  expect(await failure(allowing(server.url)(server.url, html))).toMatchObject({
    code: 'outside-answer-refused',
    ...(status >= 300 && { status }),
  })
})

test('all of one kind can be asked for', async () => {
  const server = await serve((response) => response.writeHead(200, { 'content-type': 'image/webp' }).end('bytes'))
  const fetchOutside = allowing(server.url)
  const answer = await fetchOutside(server.url, { ...html, accept: ['image/*'] })
  expect(answer.mimeType).toBe('image/webp')
  expect(await failure(fetchOutside(server.url, { ...html, accept: ['audio/*', 'image/png'] }))).toMatchObject({
    code: 'outside-answer-refused',
  })
})

test.each<[string, (server: { url: string }) => string, Partial<GuardedFetchOptions>]>([
  ['a server that drips', ({ url }) => url, {}],
  [
    'a resolver that never answers',
    ({ url }) => `http://slow.example:${portOf(url)}/`,
    { resolveHost: () => new Promise(() => {}) },
  ],
])('the time is up also for %s', async (_name, urlOf, options) => {
  const server = await serveBytes((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 9000\r\n\r\n')
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  const startedAt = performance.now()
  const error = await failure(allowing(server.url, options)(urlOf(server), { ...html, timeoutMs: 150 }))
  expect(error).toMatchObject({ code: 'outside-unreachable', retryable: true })
  expect(performance.now() - startedAt).toBeLessThan(3_000)
})

test.each<[string, (url: string) => string, Partial<GuardedFetchOptions>]>([
  [
    'a name that nobody knows',
    () => 'http://nowhere.example/',
    { resolveHost: () => Promise.reject(new Error('ENOTFOUND')) },
  ],
  ['a name without an address', () => 'http://nowhere.example/', { resolveHost: async () => [] }],
  ['a port where nobody listens', () => 'http://127.0.0.1:1/', { allowPorts: [1] }],
  ['a connection that breaks within the answer', (url) => url, {}],
])('%s is unreachable', async (_name, urlOf, options) => {
  const server = await serveBytes((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 9000\r\n\r\n<p>')
    setTimeout(() => socket.destroy(), 20)
  })
  expect(await failure(allowing(server.url, options)(urlOf(server.url), html))).toMatchObject({
    code: 'outside-unreachable',
    retryable: true,
  })
})

test('the caller can stop it, before and meanwhile', async () => {
  const server = await serveBytes(() => {})
  const fetchOutside = allowing(server.url)
  expect(await failure(fetchOutside(server.url, { ...html, signal: AbortSignal.abort() }))).toMatchObject({
    code: 'aborted',
  })
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 20)
  expect(await failure(fetchOutside(server.url, { ...html, signal: controller.signal }))).toMatchObject({
    code: 'aborted',
  })
})

test('a certificate that nobody vouches for is refused', async () => {
  const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url))
  const [key, cert] = await Promise.all([fixture('self-signed-key.pem'), fixture('self-signed-certificate.pem')])
  const received: Partial<Received>[] = []
  const server = createServer({ key, cert }, ({ url = '' }, response) => {
    received.push({ url })
    response.end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await failure(allowing(url)(url, html))).toMatchObject({ code: 'outside-unreachable' })
  expect(received).toEqual([])
})

test('what may be reached beside the internet must be addresses', async () => {
  for (const allowAddresses of [['localhost'], ['10.0.0.0/33'], ['10.0.0.0/x'], ['']]) {
    expect(await failure(guardedFetch({ allowAddresses })('http://10.0.0.1/', html))).toMatchObject({
      code: 'invalid-options',
      path: 'allowAddresses',
    })
  }
})
