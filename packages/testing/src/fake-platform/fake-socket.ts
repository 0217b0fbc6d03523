import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Exchange } from '../faults/exchange.ts'
import type { OpenFakeStream } from './fake-streams.ts'

/** A WebSocket that a fake offers. It is served on a socket only: msw can't. */
export interface FakeSocket {
  /** For example `/xrpc/com.atproto.sync.subscribeRepos`. */
  readonly path: string
  /** What is sent to one client, each frame when the one before has left; or the answer that refuses it. */
  open(request: Request): AsyncIterable<string | Uint8Array> | Response
}

/** How asking for a socket ends. */
export type SocketExchange = Exchange | { readonly kind: 'socket'; readonly frames: AsyncIterable<string | Uint8Array> }

/** What sockets are served with. */
export interface SocketServing {
  readonly server: Server
  open(incoming: IncomingMessage): Promise<SocketExchange>
  track(cut: () => void): OpenFakeStream
}

/** Serves the sockets of a fake beside its requests. @returns drops all of them */
export function serveSockets({ server, open, track }: SocketServing): () => void {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (protocols) => [...protocols][0] ?? false })
  server.on('upgrade', async (incoming: IncomingMessage, duplex: Duplex, head: Buffer) => {
    duplex.on('error', () => duplex.destroy())
    const result = await open(incoming)
    if (result.kind === 'hang') return
    if (result.kind === 'reset') return void duplex.destroy()
    if (result.kind === 'answer') return void duplex.end(await writeRefusal(result.response))
    sockets.handleUpgrade(incoming, duplex, head, (socket) => {
      const stream = track(() => socket.terminate())
      socket.once('close', () => stream.close())
      socket.on('error', () => socket.terminate())
      tell(socket, result.frames[Symbol.asyncIterator](), stream).catch(() => socket.terminate())
    })
  })
  return () => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  }
}

async function tell(
  socket: WebSocket,
  frames: AsyncIterator<string | Uint8Array>,
  stream: OpenFakeStream,
): Promise<void> {
  // Not waited for: a generator that waits for its next event returns when that comes.
  socket.once('close', () => void frames.return?.())
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    // Whoever has gone takes nothing: what is to be garbled is meant for the next who listens.
    if (socket.readyState !== socket.OPEN) return
    if (!(await sent(socket, stream.prepare(next.value)))) return
    stream.told()
  }
  socket.close(1000)
}

/** Waits until a frame has left, so that a slow client is felt. False when there is nobody any more. */
function sent(socket: WebSocket, frame: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve) => socket.send(frame, (error) => resolve(error === undefined || error === null)))
}

async function writeRefusal(response: Response): Promise<string> {
  const body = await response.text()
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 ${response.status} Refused\r\nconnection: close\r\n${headers}\r\n${body}`
}
