import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import * as tls from 'node:tls'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { OutsideFetchError } from '@tutti/model'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type GuardedFetchOptions, guardedFetch, guardedTransport } from '../src/index.ts'
import { byteSource } from './support/bytes.ts'
import { json, serve, serveBytes } from './support/loopback.ts'
import { serveSocket } from './support/loopback-socket.ts'
import { canary, failure, makeAdapter, makeHttp } from './support/make-http.ts'

const read = { method: 'GET', url: '/xrpc/read', bucket: 'read' } as const
const commit = { method: 'POST', url: '/xrpc/write', json: { text: 'hello' }, bucket: 'write', commit: true } as const

/** Requests through the guard alone: the developer chose no server. */
function guarded(baseUrl: string, options: GuardedFetchOptions = {}) {
  const outsideTransport = guardedTransport(options)
  return makeHttp(baseUrl, { adapter: makeAdapter({ trustedOrigins: [] }), outsideTransport })
}

/** A guard for which one port of loopback belongs to the public internet. */
const allowing = (url: string, more: GuardedFetchOptions = {}) => ({
  allowAddresses: ['127.0.0.1'],
  allowPorts: [Number(new URL(url).port)],
  ...more,
})

const resolvingTo = (...addresses: string[]) => ({
  resolveHost: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
})

describe('nothing leaves for', () => {
  test.each([
    'http://127.1',
    'http://0x7f.1',
    'http://2130706433',
    'http://0.0.0.0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://[fe80::1]',
    'http://[fc00::1]',
    'http://169.254.169.254',
    'http://100.64.0.1',
    'http://198.18.0.1',
    'http://10.0.0.1',
    'https://192.168.1.1',
    'https://user@pds.example',
    'https://pds.example:6379',
  ])('%s', async (url) => {
    const http = guarded(url, { resolveHost: () => expect.unreachable('nobody is asked for its address') })
    for (const request of [read, commit]) {
      const error = await failure(http.request(request))
      expect(OutsideFetchError.isInstance(error)).toBe(true)
      expect(error).toMatchObject({ code: 'outside-url-refused', outcome: 'not-sent', retryable: false })
      expect(JSON.stringify(error)).not.toContain(canary)
    }
  })

  test.each([
    ['this machine', ['127.0.0.1']],
    ['a cloud’s own service', ['169.254.169.254']],
    ['this machine, mapped', ['::ffff:127.0.0.1']],
    ['a private network, and the internet', ['93.184.215.14', '10.0.0.1']],
  ])('a name that resolves to %s', async (_name, addresses) => {
    const error = await failure(guarded('https://pds.example', resolvingTo(...addresses)).request(commit))
    expect(error).toMatchObject({ code: 'outside-url-refused', outcome: 'not-sent' })
  })

  test('a real listener on this machine, by a name of this machine', async () => {
    const server = await serve((response) => json(response, {}))
    const url = server.url.replace('127.0.0.1', 'localhost')
    const error = await failure(guarded(url, { allowPorts: [Number(new URL(url).port)] }).request(commit))
    expect(error).toMatchObject({ code: 'outside-url-refused' })
    expect(server.received).toEqual([])
  })

  test('an address to which a name moves while a connection is kept, once that has ended', async () => {
    const server = await serve((response, _received, count) =>
      json(response, { count }, 200, count === 2 ? { connection: 'close' } : {}),
    )
    let asked = 0
    const resolveHost = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    const http = guarded(`http://pds.example:${new URL(server.url).port}`, allowing(server.url, { resolveHost }))
    expect((await http.request(read)).body).toEqual({ count: 1 })
    expect((await http.request(read)).body).toEqual({ count: 2 })
    expect(asked).toBe(1)
    expect(await failure(http.request(read))).toMatchObject({ code: 'outside-url-refused' })
    expect(server.received).toHaveLength(2)
  })

  test.each(['http://127.0.0.2/', 'http://169.254.169.254/', 'http://[::1]/'])('a redirect to %s', async (location) => {
    const server = await serve((response) => response.writeHead(302, { location }).end())
    expect(await failure(guarded(server.url, allowing(server.url)).request(read))).toMatchObject({
      code: 'malformed-answer',
    })
  })

  test('a WebSocket, whose client can’t be guarded', async () => {
    const server = await serveSocket(() => expect.unreachable('no socket is opened'))
    const http = guarded(server.url, allowing(server.url))
    expect(await failure(http.openSocket({ url: '/', bucket: 'stream' }))).toMatchObject({
      code: 'outside-url-refused',
    })
  })
})

test('where there is no guard, nothing is sent', async () => {
  const server = await serve((response) => json(response, {}))
  const http = makeHttp(server.url, { adapter: makeAdapter({ trustedOrigins: [] }) })
  expect(await failure(http.request(read))).toMatchObject({ code: 'outside-fetch-missing', outcome: 'not-sent' })
  expect(server.received).toEqual([])
})

test.each([
  ['the base address, where the adapter says nothing', undefined, '', true],
  ['one that the adapter names', ['https://api.example'], 'https://api.example/a', true],
  ['a name below one', ['https://*.api.example'], 'https://one.eu.api.example/a', true],
  ['the name itself', ['https://*.api.example'], 'https://api.example/a', false],
  ['a name that ends likewise', ['https://*.api.example'], 'https://notapi.example/a', false],
  ['another scheme', ['https://*.api.example'], 'http://one.api.example/a', false],
  ['another port', ['https://api.example'], 'https://api.example:8443/a', false],
  ['a name in front of it', ['https://api.example'], 'https://api.example.evil.example/a', false],
  ['a user who is named so', ['https://api.example'], 'https://api.example@evil.example/a', false],
  ['any other', undefined, 'https://other.example/a', false],
])('which servers are trusted: %s', async (_name, trustedOrigins, url, isTrusted) => {
  const ways: string[] = []
  const transport = (way: string) => async () => {
    ways.push(way)
    return Response.json({})
  }
  const adapter = makeAdapter({ trustedOrigins })
  const transports = { transport: transport('usual'), outsideTransport: transport('guarded') }
  await makeHttp('https://base.example', { adapter, ...transports }).request({ ...read, url: url || '/a' })
  expect(ways).toEqual([isTrusted ? 'usual' : 'guarded'])
})

describe('what the guard lets through arrives as ever', () => {
  test('JSON with its headers, over a connection that is kept', async () => {
    const connections = new Set<unknown>()
    const server = await serve((response, { body }) => {
      connections.add(response.socket?.remotePort)
      json(response, { told: String(body) }, 200, { 'x-kept': 'yes' })
    })
    const http = guarded(server.url, allowing(server.url))
    const first = await http.request(commit)
    expect(first).toMatchObject({ status: 200, body: { told: '{"text":"hello"}' } })
    expect(first.headers.get('x-kept')).toBe('yes')
    for (let count = 0; count < 12; count += 1) await http.request(commit)
    expect(connections.size).toBe(1)
    expect(server.received[0]?.headers).toMatchObject({ authorization: `Bearer ${canary}`, 'content-length': '16' })
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('an answer packed with %s', async (encoding, pack) => {
    const server = await serve((response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
        .end(pack('{"ok":true}')),
    )
    expect((await guarded(server.url, allowing(server.url)).request(read)).body).toEqual({ ok: true })
  })

  test('a refusal, and an answer without a body', async () => {
    const server = await serve((response, { method }) =>
      method === 'GET' ? response.writeHead(204).end() : json(response, { error: 'no' }, 400),
    )
    const http = guarded(server.url, allowing(server.url))
    expect(await http.request(read)).toMatchObject({ status: 204, body: undefined })
    expect(await failure(http.request(commit))).toMatchObject({ code: 'rejected', status: 400 })
  })

  test('a streamed upload, whole', async () => {
    const server = await serve((response, { body, headers }) =>
      json(response, { byteLength: body.byteLength, declared: headers['content-length'] }),
    )
    const body = byteSource(new Uint8Array(3_000_000), 'video/mp4')
    const answer = await guarded(server.url, allowing(server.url)).request({ ...read, method: 'POST', body })
    expect(answer.body).toEqual({ byteLength: 3_000_000, declared: '3000000' })
  })

  test('server-sent events, piece by piece', async () => {
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n')
    })
    const { body } = await guarded(server.url, allowing(server.url)).openStream({ url: '/stream', bucket: 'stream' })
    const reader = body.getReader()
    expect(String(Buffer.from((await reader.read()).value ?? []))).toContain('one')
    await reader.cancel()
  })
})

describe('what goes wrong says whether it was sent', () => {
  test.each<[string, string, GuardedFetchOptions]>([
    ['nobody listens', 'http://127.0.0.1:1', { allowAddresses: ['127.0.0.1'], allowPorts: [1] }],
    ['the name is unknown', 'https://pds.example', { resolveHost: () => Promise.reject(new Error('ENOTFOUND')) }],
  ])('not, where %s', async (_name, url, options) => {
    const error = await failure(guarded(url, options).request(commit))
    expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent', retryable: true })
  })

  test.each(['', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{'])(
    'unknown, where the connection breaks after %j',
    async (said) => {
      const server = await serveBytes((socket) => {
        if (said !== '') socket.write(said)
        setTimeout(() => socket.destroy(), 20)
      })
      const error = await failure(guarded(server.url, allowing(server.url)).request(commit))
      expect(error).toMatchObject({ code: 'connection-lost', outcome: 'unknown' })
      expect(server.count()).toBe(1)
    },
  )

  test('a time-out and an abort', async () => {
    const server = await serveBytes(() => {})
    const options = allowing(server.url)
    const late = guarded(server.url, options).request({ ...commit, timeoutMs: 50 })
    expect(await failure(late)).toMatchObject({ code: 'timeout', outcome: 'unknown' })
    const controller = new AbortController()
    const adapter = makeAdapter({ trustedOrigins: [] })
    const outsideTransport = guardedTransport(options)
    const http = makeHttp(server.url, { adapter, outsideTransport, signal: controller.signal })
    const aborted = failure(http.request(commit))
    setTimeout(() => controller.abort(), 50)
    expect(await aborted).toMatchObject({ code: 'aborted', outcome: 'unknown' })
  })

  test('a refusal in the middle of an upload is heard', async () => {
    const refusal = '{"error":"PayloadTooLarge"}'
    const server = await serveBytes((socket) => {
      const head = 'HTTP/1.1 413 Payload Too Large\r\ncontent-type: application/json'
      socket.write(`${head}\r\ncontent-length: ${refusal.length}\r\n\r\n${refusal}`)
    })
    const body = byteSource(new Uint8Array(20_000_000), 'video/mp4')
    const http = guarded(server.url, allowing(server.url))
    const error = await failure(http.request({ ...read, method: 'POST', body, timeoutMs: 5_000 }))
    expect(error).toMatchObject({ code: 'media-too-large', status: 413 })
  })
})

test('a guarded fetch has a transport with the same rules', async () => {
  const server = await serve((response) => json(response, { ok: true }))
  const adapter = makeAdapter({ trustedOrigins: [] })
  const through = (options: GuardedFetchOptions) =>
    makeHttp(server.url, { adapter, outsideTransport: guardedFetch(options).send }).request(read)
  expect((await through(allowing(server.url))).body).toEqual({ ok: true })
  expect(await failure(through({}))).toMatchObject({ code: 'outside-url-refused' })
})

describe('over TLS', () => {
  async function serveEncrypted() {
    const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
    const [key, cert] = await Promise.all([fixture('self-signed-key.pem'), fixture('self-signed-certificate.pem')])
    const received: (string | undefined)[] = []
    const names: (string | undefined)[] = []
    const SNICallback = (name: string, done: (error: null) => void) => {
      names.push(name)
      done(null)
    }
    const server = createServer({ key, cert, SNICallback }, (request, response) => {
      received.push(request.headers.authorization)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return { cert, received, names, port: (server.address() as AddressInfo).port }
  }

  test('a certificate that nobody vouches for gets nothing', async () => {
    const { received, port } = await serveEncrypted()
    const url = `https://localhost:${port}`
    const error = await failure(guarded(url, allowing(url)).request(commit))
    expect(error).toMatchObject({ code: 'not-sent', outcome: 'not-sent' })
    expect(received).toEqual([])
  })

  // Node before 22.19 can't be told whom to trust while it runs.
  test.runIf('setDefaultCACertificates' in tls)(
    'one that is vouched for gets the request, by its name, over a connection that is kept',
    async () => {
      const { cert, received, names, port } = await serveEncrypted()
      const before = tls.getCACertificates('default')
      tls.setDefaultCACertificates([...before, cert])
      onTestFinished(() => tls.setDefaultCACertificates(before))
      const url = `https://localhost:${port}`
      const http = guarded(url, allowing(url, resolvingTo('127.0.0.1')))
      for (let count = 0; count < 3; count += 1) expect((await http.request(commit)).body).toEqual({ ok: true })
      expect(received).toEqual(Array(3).fill(`Bearer ${canary}`))
      expect(names).toEqual(['localhost'])
    },
  )

  test('a private address is refused before the handshake', async () => {
    const { received, names, port } = await serveEncrypted()
    const url = `https://localhost:${port}`
    expect(await failure(guarded(url, { allowPorts: [port] }).request(commit))).toMatchObject({
      code: 'outside-url-refused',
    })
    expect([received, names]).toEqual([[], []])
  })
})
