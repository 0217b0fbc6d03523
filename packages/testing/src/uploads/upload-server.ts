import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the server received it; its body was counted and hashed, and not kept. */
export interface ReceivedUpload {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly byteLength: number
  /** Of the body, form and file together. */
  readonly sha256: string
  /** Whether the connection was broken on purpose before the body was there. */
  readonly cut: boolean
}

/** What the server answers. */
export interface UploadAnswer {
  readonly status: number
  readonly json: unknown
}

/** A server of uploads on a loopback socket. */
export interface UploadServer {
  readonly baseUrl: string
  readonly received: readonly ReceivedUpload[]
  /** How often a request was broken: 0 or 1. */
  readonly cutCount: number
  close(): Promise<void>
}

/** Serves uploads, and breaks the first one that reaches `cutAtBytes`. */
export async function serveUploads(
  answer: (request: ReceivedUpload) => UploadAnswer,
  cutAtBytes: number,
): Promise<UploadServer> {
  const received: ReceivedUpload[] = []
  let hasCut = false
  const server = createServer(async (request, response) => {
    const hash = createHash('sha256')
    const { method = '', url = '', headers } = request
    let byteLength = 0
    const note = (cut: boolean): ReceivedUpload => {
      const one = { method, url, headers, byteLength, sha256: hash.digest('hex'), cut }
      received.push(one)
      return one
    }
    try {
      for await (const piece of request) {
        hash.update(piece)
        byteLength += piece.byteLength
        if (hasCut || byteLength < cutAtBytes) continue
        hasCut = true
        note(true)
        request.socket.resetAndDestroy()
        return
      }
    } catch {
      // The client has gone away: what it wanted is no longer of interest.
      return
    }
    const { status, json } = answer(note(false))
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get cutCount() {
      return hasCut ? 1 : 0
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
