import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** One request as a server received it. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export type Answer = (response: ServerResponse, received: Received, count: number) => void

async function listen(server: {
  listen(port: number, host: string, done: () => void): unknown
  address(): unknown
}): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A real server on a loopback socket that answers once a request is whole; it is closed with the test. */
export async function serve(answer: Answer): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const listener: RequestListener = async (request, response) => {
    const pieces: Buffer[] = []
    try {
      for await (const piece of request) {
        pieces.push(piece as Buffer)
      }
    } catch {
      return
    }
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: Buffer.concat(pieces) }
    received.push(one)
    answer(response, one, received.length)
  }
  const server = createServer(listener)
  const url = await listen(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url, received }
}

/** A real socket whose bytes are written by hand; `onRequest` runs when the head of a request has come. */
export async function serveBytes(
  onRequest: (socket: Socket, count: number) => void,
): Promise<{ url: string; count: () => number }> {
  let count = 0
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    let text = ''
    socket.on('data', (piece) => {
      text += piece.toString('latin1')
      if (text.includes('\r\n\r\n')) {
        text = ''
        count += 1
        onRequest(socket, count)
      }
    })
  })
  const url = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) {
      socket.destroy()
    }
    server.close()
  })
  return { url, count: () => count }
}

/** Answers JSON. */
export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(value))
}
