import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A server behind a door that can be shut. */
export interface SeverableProxy {
  readonly host: string
  readonly port: number
  /** Cuts every connection and refuses new ones. */
  stop(): Promise<void>
  /** Takes connections again, at the same port. */
  start(): Promise<void>
  /** Cuts every connection, for good. Idempotent. */
  close(): Promise<void>
}

/**
 * Stands before a real server on a loopback port of its own: what connects through it loses the server and gets it
 * back, while others who use the same server notice nothing.
 */
export async function severableProxy(target: {
  readonly host: string
  readonly port: number
}): Promise<SeverableProxy> {
  const host = '127.0.0.1'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    // Each end of a severed connection fails; that is what this is for.
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  let server: Server | undefined
  let port = 0
  const start = async () => {
    if (server !== undefined) return
    server = createServer((client) => {
      const upstream = connect(target)
      keep(client)
      keep(upstream)
      client.pipe(upstream).pipe(client)
      client.on('close', () => upstream.destroy())
      upstream.on('close', () => client.destroy())
    })
    server.listen(port, host)
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  const stop = async () => {
    const stopping = server
    server = undefined
    if (stopping === undefined) return
    const closed = once(stopping, 'close')
    stopping.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  await start()
  return {
    host,
    get port() {
      return port
    },
    start,
    stop,
    close: stop,
  }
}
