import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** A platform that tells numbered events as fast as they are taken, by either way. */
export interface EventServer {
  readonly url: string
  /** The number of the last event that was given to a connection. */
  readonly lastSent: number
  readonly openCount: number
  /** After which event each connection began. */
  readonly connections: readonly number[]
  close(): Promise<void>
}

export interface EventServerOptions {
  readonly total: number
  /** The connection is cut once when each of these numbers has been sent. */
  readonly cutAfter: readonly number[]
}

// Long enough for a hundred thousand not to fit into the buffers of a socket.
const padding = 'x'.repeat(900)

/** The one source of both ways. It rests now and then, so that a server that never waits hears its client. */
async function* eventsAfter(after: number, total: number) {
  for (let id = after + 1; id <= total; id += 1) {
    yield { id, data: JSON.stringify({ id, padding }) }
    if (id % 100 === 0) await new Promise(setImmediate)
  }
}

/** Serves `/events` (server-sent events) and `/socket` on a loopback socket. */
export async function serveEvents({ total, cutAfter }: EventServerOptions): Promise<EventServer> {
  const cuts = new Set(cutAfter)
  const connections: number[] = []
  let lastSent = 0
  let openCount = 0
  const begin = (url: string | undefined) => {
    const after = Number(new URL(url ?? '/', 'http://localhost').searchParams.get('after') ?? 0)
    connections.push(after)
    return eventsAfter(after, total)
  }

  const tellByHttp = async (response: ServerResponse, url: string | undefined) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const closed = once(response, 'close')
    openCount += 1
    closed.finally(() => {
      openCount -= 1
    })
    for await (const { id, data } of begin(url)) {
      const isFull = !response.write(`id: ${id}\ndata: ${data}\n\n`)
      lastSent = id
      if (cuts.delete(id)) return void response.socket?.destroySoon()
      if (isFull) await Promise.race([once(response, 'drain', { signal: AbortSignal.timeout(60_000) }), closed])
      if (response.destroyed) return
    }
  }
  const tellBySocket = async (socket: WebSocket, url: string | undefined) => {
    for await (const { id, data } of begin(url)) {
      const left = new Promise((resolve) => socket.send(data, resolve))
      lastSent = id
      if (cuts.delete(id)) return socket.terminate()
      if (socket.bufferedAmount > 65_536) await left
      if (socket.readyState !== socket.OPEN) return
    }
  }

  const server = createServer((request, response) => void tellByHttp(response, request.url))
  const sockets = new WebSocketServer({ server, path: '/socket' })
  sockets.on('connection', (socket, request) => {
    openCount += 1
    socket.on('close', () => {
      openCount -= 1
    })
    socket.on('error', () => socket.terminate())
    void tellBySocket(socket, request.url)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get lastSent() {
      return lastSent
    },
    get openCount() {
      return openCount
    },
    connections,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
