import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MediaError } from '@tutti/model'
import { expect, test } from 'vitest'
import { byteSource, streamOf } from './support/bytes.ts'
import { json, serve, serveBytes } from './support/loopback.ts'
import { failure, makeHttp } from './support/make-http.ts'

const bytes = crypto.getRandomValues(new Uint8Array(50_000))
const big = new Uint8Array(3_000_000).map((_zero, index) => index % 251)

test('a body is streamed with its exact length and type, never chunked', async () => {
  const server = await serve((response) => json(response, { ok: true }))
  await makeHttp(server.url).request({ method: 'POST', url: '/blob', bucket: 'write', body: byteSource(big) })
  const [received] = server.received
  expect(received?.headers).toMatchObject({ 'content-length': '3000000', 'content-type': 'image/png' })
  expect(received?.headers['transfer-encoding']).toBeUndefined()
  expect(received?.body.equals(big)).toBe(true)
})

test('a form with files is streamed with its exact length, and a server reads from it what was put in', async () => {
  const server = await serve((response) => json(response, {}))
  await makeHttp(server.url).request({
    method: 'POST',
    url: '/media',
    bucket: 'media',
    multipart: [
      { name: 'description', value: 'Ein Kuchen mit „Zitrone“ 🍋\nzweite Zeile' },
      { name: 'file', source: byteSource(bytes), fileName: 'a "quoted"\r\nname.png' },
      { name: 'empty', value: '' },
    ],
  })
  const received = server.received[0]
  expect(received?.headers['transfer-encoding']).toBeUndefined()
  expect(received?.headers['content-length']).toBe(String(received?.body.byteLength))
  const form = await new Response(new Uint8Array(received?.body ?? []), {
    headers: { 'content-type': received?.headers['content-type'] ?? '' },
  }).formData()
  expect(form.get('description')).toBe('Ein Kuchen mit „Zitrone“ 🍋\nzweite Zeile')
  expect(form.get('empty')).toBe('')
  const file = form.get('file') as File
  expect(file.type).toBe('image/png')
  expect(file.name).toBe('a "quoted"\r\nname.png')
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
})

test('each try opens the source anew', async () => {
  const server = await serve((response, _received, count) =>
    json(response, {}, count < 3 ? 429 : 200, { 'retry-after': '0' }),
  )
  let opened = 0
  const body = {
    ...byteSource(bytes),
    async open() {
      opened += 1
      return streamOf(bytes)
    },
  }
  await makeHttp(server.url).request({ method: 'POST', url: '/blob', bucket: 'write', body })
  expect(opened).toBe(3)
  expect(server.received.map(({ body }) => body.equals(bytes))).toEqual([true, true, true])
})

test('JSON and forms say what they are', async () => {
  const server = await serve((response) => json(response, {}))
  const http = makeHttp(server.url)
  await http.request({ method: 'POST', url: '/a', bucket: 'write', json: { text: 'ü' } })
  await http.request({ method: 'POST', url: '/b', bucket: 'write', form: { status: 'ü & more', q: '1' } })
  await http.request({ method: 'POST', url: '/c', bucket: 'write' })
  expect(
    server.received.map(({ headers, body }) => [headers['content-type'], headers['content-length'], String(body)]),
  ).toEqual([
    ['application/json', '13', '{"text":"ü"}'],
    ['application/x-www-form-urlencoded', '26', 'status=%C3%BC+%26+more&q=1'],
    [undefined, '0', ''],
  ])
})

test('a source that can’t be opened sends nothing and says why', async () => {
  const server = await serve((response) => json(response, {}))
  const problem = new MediaError({ code: 'media-not-found', message: 'gone', path: 'media[0]' })
  const body = { ...byteSource(bytes), open: () => Promise.reject(problem) }
  const settled: unknown[] = []
  const acquire = () => ({ waitedMs: 0, settle: (result: unknown) => void settled.push(result) })
  const request = { method: 'POST', url: '/', bucket: 'write', body } as const
  expect(await failure(makeHttp(server.url, { acquire }).request(request))).toBe(problem)
  expect(settled).toEqual([{ unsent: true }])
  expect(server.received).toHaveLength(0)
})

test('a source that fails on the way is reported as such, not as a lost connection', async () => {
  const server = await serve((response) => json(response, {}))
  const problem = new MediaError({ code: 'media-changed', message: 'other bytes', path: 'media[0]' })
  let pieces = 0
  const open = async () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        pieces += 1
        if (pieces > 3) {
          throw problem
        }
        controller.enqueue(new Uint8Array(1000))
      },
    })
  const body = { byteLength: 100_000, mimeType: 'image/png', open }
  expect(await failure(makeHttp(server.url).request({ method: 'POST', url: '/', bucket: 'write', body }))).toBe(problem)
  expect(server.received).toHaveLength(0)
})

test.each([99_999, 100_001])(
  'a source that says %i bytes and gives 100000 never becomes a complete upload',
  async (byteLength) => {
    const server = await serve((response) => json(response, {}))
    const body = { ...byteSource(new Uint8Array(100_000), 'image/png', 10_000), byteLength }
    const error = await failure(makeHttp(server.url).request({ method: 'POST', url: '/', bucket: 'write', body }))
    expect(error).toMatchObject({ code: 'connection-lost', outcome: 'unknown' })
    expect(server.received.filter(({ body }) => body.byteLength === 100_000)).toHaveLength(0)
  },
)

test('how far an upload is, is told about once a megabyte, and anew when it is tried again', async () => {
  let requests = 0
  const server = await serve((response) => {
    requests += 1
    json(response, {}, requests === 1 ? 503 : 200)
  })
  const told: number[] = []
  const http = makeHttp(server.url, {
    onUpload({ sentBytes, totalBytes }) {
      expect(totalBytes).toBe(2_500_000)
      told.push(sentBytes)
    },
  })
  const body = byteSource(new Uint8Array(2_500_000), 'video/mp4', 100_000)
  await http.request({ method: 'POST', url: '/', bucket: 'write', body, repeatable: true })
  const once = [1_000_000, 2_000_000, 2_500_000]
  expect(told).toEqual([...once, ...once])
})

test('a refusal that comes before the upload is read is understood', async () => {
  const server = await serveBytes((socket) => {
    const text = '{"message":"too large"}'
    socket.write(
      `HTTP/1.1 413 Payload Too Large\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
    )
    socket.pause()
  })
  const body = byteSource(new Uint8Array(20_000_000), 'video/mp4')
  const error = await failure(makeHttp(server.url).request({ method: 'POST', url: '/', bucket: 'write', body }))
  expect(error).toMatchObject({ code: 'media-too-large', outcome: 'rejected', status: 413 })
  expect(error.message).toBe('Demo answered 413 to POST /: too large')
})

// The collector frees the pieces when it likes: a copy that is really kept is there every time.
test('a large upload is read only as fast as it is sent, and none of it is kept', { retry: 3 }, async () => {
  const size = 100 * 1024 * 1024
  let arrived = 0
  const server = await serveBytes((socket) => {
    socket.removeAllListeners('data')
    socket.on('data', (piece) => {
      arrived += piece.byteLength
      if (arrived > size - 70_000) {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
      }
    })
  })
  let given = 0
  let mostUnderWay = 0
  let keptAtTheEnd = Number.NaN
  const keptBefore = countKeptBytes()
  const open = async () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 65_536
        mostUnderWay = Math.max(mostUnderWay, given - arrived)
        controller.enqueue(new Uint8Array(65_536))
        if (given >= size) {
          keptAtTheEnd = countKeptBytes()
          controller.close()
        }
      },
    })
  const body = { byteLength: size, mimeType: 'video/mp4', open }
  const answer = await makeHttp(server.url).request({ method: 'POST', url: '/', bucket: 'media', body })
  expect(answer.status).toBe(200)
  expect(mostUnderWay / 1024 / 1024).toBeLessThan(16)
  expect((keptAtTheEnd - keptBefore) / 1024 / 1024).toBeLessThan(30)
})

test('an upload that is redirected is not sent to the other place', async () => {
  const server = await serve((response) => response.writeHead(307, { location: '/elsewhere' }).end())
  const request = { method: 'PUT', url: '/', bucket: 'media', body: byteSource(bytes) } as const
  expect(await failure(makeHttp(server.url).request(request))).toMatchObject({ outcome: 'unknown' })
  expect(server.received.map(({ url }) => url)).toEqual(['/'])
})

/** Bytes in buffers that are still referenced. */
function countKeptBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().arrayBuffers
}
