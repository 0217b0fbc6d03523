import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange } from '../faults/exchange.ts'
import { type SocketExchange, serveSockets } from './fake-socket.ts'
import type { OpenFakeStream } from './fake-streams.ts'

/** A fake on a loopback socket. */
export interface ServedFake {
  /** For example `http://127.0.0.1:41234`, without a trailing slash. */
  readonly baseUrl: string
  /** Drops open connections too. */
  close(): Promise<void>
}

/** What a fake answers with. */
export interface Serving {
  exchange(request: Request, body: Uint8Array<ArrayBuffer>): Promise<Exchange>
  openSocket(request: Request): Promise<SocketExchange>
  /** Takes note of a stream that opens. */
  track(cut: () => void): OpenFakeStream
}

/** How long an idle connection is kept, in milliseconds: longer than any client keeps it. */
const keepAliveMs = 15 * 60_000

/** Serves exchanges on a loopback socket: resets, cut bodies and silence are real here. */
export async function serveExchanges({ exchange, openSocket, track }: Serving, port: number): Promise<ServedFake> {
  const server = createServer((incoming, outgoing) => {
    // A client that goes away while we read or write is what the tests are about, not an error of the fake.
    answer(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await readBody(incoming)
    const result = await exchange(toRequest(incoming, body, baseUrl), body)
    if (result.kind === 'hang') return
    if (result.kind === 'reset') return void incoming.socket.resetAndDestroy()
    if (isEventStream(result.response)) await writeStream(outgoing, result.response, track)
    else await writeAnswer(outgoing, result.response)
  }
  const dropSockets = serveSockets({
    server,
    track,
    open: (incoming) => openSocket(toRequest(incoming, new Uint8Array(), baseUrl)),
  })
  // A connection that ends just as a request comes is a fault, and faults are only what a test asks for.
  server.keepAliveTimeout = keepAliveMs
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    baseUrl,
    async close() {
      const closed = once(server, 'close')
      dropSockets()
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const isEventStream = ({ headers }: Response) => headers.get('content-type')?.startsWith('text/event-stream') ?? false

/** Tells events one by one, each when the one before has left, until either side ends it. */
async function writeStream(outgoing: ServerResponse, response: Response, track: Serving['track']): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.flushHeaders()
  const reader = (response.body ?? new Blob([]).stream()).getReader()
  const stream = track(() => outgoing.socket?.destroySoon())
  outgoing.once('close', () => {
    stream.close()
    reader.cancel().catch(() => undefined)
  })
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const piece = stream.prepare(next.value)
    if (!(await new Promise<boolean>((resolve) => outgoing.write(piece, (error) => resolve(!error))))) return
    stream.told()
  }
  outgoing.end()
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

function toRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>, baseUrl: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  const method = incoming.method ?? 'GET'
  const hasBody = body.byteLength > 0 && method !== 'GET' && method !== 'HEAD'
  return new Request(new URL(incoming.url ?? '/', baseUrl), { method, headers, ...(hasBody ? { body } : {}) })
}

async function writeAnswer(outgoing: ServerResponse, response: Response): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat())
  try {
    for await (const chunk of response.body ?? []) {
      if (!outgoing.write(chunk)) await once(outgoing, 'drain')
    }
    outgoing.end()
  } catch {
    // The body was cut on purpose: let what was written arrive, then end the connection in the middle of it.
    await new Promise<void>((resolve) => outgoing.write('', () => resolve()))
    outgoing.socket?.destroySoon()
  }
}
