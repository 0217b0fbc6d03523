import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Http } from '@tutti/model'
import { expect, onTestFinished, test } from 'vitest'
import { asNumber, asObject, asString, type ChunkedUpload, type UploadProgress, uploadInChunks } from '../src/index.ts'
import { byteSource } from './support/bytes.ts'
import { failure, makeHttp } from './support/make-http.ts'

const film = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
const source = byteSource(film, 'video/mp4', 1_000)
const options = { chunkBytes: 16_384, signal: new AbortController().signal }

interface ServerPlan {
  /** Breaks the connection of the request of that number when so many of its bytes have come. */
  readonly cuts?: Readonly<Record<number, number>>
  /** Keeps whole chunks only: what came of one that was cut is thrown away. */
  readonly wholeChunksOnly?: boolean
  /** Answers the last chunk, and the connection breaks before the answer is there. */
  readonly losesLastAnswer?: boolean
}

/** A server with resumable uploads in the manner of tus: HEAD says how much it has, PATCH appends. */
async function serveUploads(plan: ServerPlan = {}) {
  let received = Buffer.alloc(0)
  const log: string[] = []
  let patches = 0
  const server = createServer(async (request, response) => {
    const answer = (status: number) => {
      const body = received.byteLength === film.byteLength ? { id: 'video-1' } : { received: received.byteLength }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (request.method === 'GET') {
      log.push(`asked at ${received.byteLength}`)
      return answer(200)
    }
    patches += 1
    const number = patches
    const cutAfter = plan.cuts?.[number]
    const offset = Number(request.headers['upload-offset'])
    log.push(`sent ${offset}+${request.headers['content-length']}`)
    if (offset !== received.byteLength) return answer(409)
    let chunk = Buffer.alloc(0)
    try {
      for await (const piece of request) {
        chunk = Buffer.concat([chunk, piece as Buffer])
        if (cutAfter !== undefined && chunk.byteLength >= cutAfter) break
      }
    } catch {
      return
    }
    if (cutAfter !== undefined) {
      if (!plan.wholeChunksOnly) received = Buffer.concat([received, chunk.subarray(0, cutAfter)])
      response.destroy()
      return
    }
    received = Buffer.concat([received, chunk])
    if (plan.losesLastAnswer && received.byteLength === film.byteLength) response.destroy()
    else answer(200)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log, received: () => received }
}

/** How an adapter would write it. */
function uploadTo(http: Http): ChunkedUpload<string> {
  const read = (body: unknown): UploadProgress<string> => {
    const id = asString(asObject(body)?.id)
    return id === undefined ? { receivedBytes: asNumber(asObject(body)?.received) ?? Number.NaN } : { result: id }
  }
  return {
    async readProgress() {
      return read((await http.request({ method: 'GET', url: '/upload', bucket: 'media' })).body)
    },
    async sendChunk(chunk) {
      const headers = { 'upload-offset': String(chunk.from) }
      const request = { method: 'PATCH', url: '/upload', bucket: 'media', headers, repeatable: false } as const
      return read((await http.request({ ...request, body: chunk })).body)
    },
  }
}

test('a file goes up in chunks, each as one request with its length', async () => {
  const server = await serveUploads()
  expect(await uploadInChunks(source, uploadTo(makeHttp(server.url)), options)).toBe('video-1')
  expect(server.log).toEqual(['asked at 0', 'sent 0+16384', 'sent 16384+16384', 'sent 32768+16384', 'sent 49152+10848'])
  expect(server.received().equals(film)).toBe(true)
})

test('after a cut it goes on from the byte that the server has', async () => {
  const server = await serveUploads({ cuts: { 2: 5_000, 4: 16_384 } })
  expect(await uploadInChunks(source, uploadTo(makeHttp(server.url)), options)).toBe('video-1')
  expect(server.log).toEqual([
    'asked at 0',
    'sent 0+16384',
    'sent 16384+16384',
    'asked at 21384',
    'sent 21384+16384',
    'sent 37768+16384',
    'asked at 54152',
    'sent 54152+5848',
  ])
  expect(server.received().equals(film)).toBe(true)
})

test('a chunk that left nothing behind is sent once more, not twice', async () => {
  const once = await serveUploads({ cuts: { 2: 5_000 }, wholeChunksOnly: true })
  expect(await uploadInChunks(source, uploadTo(makeHttp(once.url)), options)).toBe('video-1')
  const twice = await serveUploads({ cuts: { 2: 5_000, 3: 5_000 }, wholeChunksOnly: true })
  const error = await failure(uploadInChunks(source, uploadTo(makeHttp(twice.url)), options))
  expect(error).toMatchObject({ code: 'connection-lost', outcome: 'unknown' })
  expect(twice.log.filter((line) => line === 'sent 16384+16384')).toHaveLength(2)
})

test('an upload that was finished when its last answer got lost is not sent again', async () => {
  const server = await serveUploads({ losesLastAnswer: true })
  expect(await uploadInChunks(source, uploadTo(makeHttp(server.url)), options)).toBe('video-1')
  expect(server.log.slice(-2)).toEqual(['sent 49152+10848', 'asked at 60000'])
})

test('an upload begun by a process that died is continued, not begun again', async () => {
  const server = await serveUploads({ cuts: { 2: 5_000, 3: 0 } })
  const aborted = AbortSignal.abort()
  await failure(uploadInChunks(source, uploadTo(makeHttp(server.url)), { ...options, signal: aborted }))
  await failure(uploadInChunks(source, uploadTo(makeHttp(server.url)), { ...options, signal: aborted }))
  const before = server.log.length
  expect(await uploadInChunks(source, uploadTo(makeHttp(server.url)), options)).toBe('video-1')
  expect(server.log[before]).toBe('asked at 21384')
  expect(server.received().equals(film)).toBe(true)
})

test('a refusal is an answer: nothing is asked and nothing sent again', async () => {
  const server = await serveUploads()
  const upload = uploadTo(makeHttp(server.url))
  const wrong = { ...upload, readProgress: async () => ({ receivedBytes: 7 }) }
  expect(await failure(uploadInChunks(source, wrong, options))).toMatchObject({ code: 'conflict', outcome: 'rejected' })
  expect(server.log).toEqual(['sent 7+16384'])
})

test.each([-1, 60_000, 60_001, Number.NaN, 1.5])(
  'a server that says it has %j bytes is not believed',
  async (receivedBytes) => {
    const never = { readProgress: async () => ({ receivedBytes }), sendChunk: () => Promise.reject(new Error('sent')) }
    expect(await failure(uploadInChunks(source, never, options))).toMatchObject({ code: 'malformed-answer' })
  },
)

test('a server that takes chunks and never has more is left after two', async () => {
  let sent = 0
  const stuck: ChunkedUpload<string> = {
    readProgress: async () => ({ receivedBytes: 0 }),
    async sendChunk() {
      sent += 1
      return { receivedBytes: 0 }
    },
  }
  expect(await failure(uploadInChunks(source, stuck, options))).toMatchObject({ code: 'malformed-answer' })
  expect(sent).toBe(2)
})
