import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/** A real WebSocket server on a loopback socket; it is closed with the test. */
export async function serveSocket(
  onConnection: (socket: WebSocket, url: string) => void,
): Promise<{ url: string; sockets: WebSocket[] }> {
  const http = createServer((_request, response) => response.writeHead(404).end())
  const server = new WebSocketServer({ server: http, handleProtocols: (protocols) => [...protocols][0] ?? false })
  const sockets: WebSocket[] = []
  server.on('connection', (socket, request) => {
    sockets.push(socket)
    onConnection(socket, request.url ?? '')
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.terminate()
    server.close()
    http.close()
  })
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, sockets }
}
