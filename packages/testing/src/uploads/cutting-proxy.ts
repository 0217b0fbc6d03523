import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A line to a server that breaks once. */
export interface CuttingProxy {
  readonly baseUrl: string
  /** How often it was broken: 0 or 1. */
  readonly cutCount: number
  close(): Promise<void>
}

/** Forwards connections to a server on loopback, and breaks the first that has carried so many bytes towards it. */
export async function serveCuttingProxy(targetUrl: string, cutAtBytes: number): Promise<CuttingProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  let cutCount = 0
  const server = createServer((incoming) => {
    const outgoing = connect(Number(target.port), target.hostname)
    let carriedBytes = 0
    incoming.on('data', (piece) => {
      carriedBytes += piece.byteLength
      if (cutCount > 0 || carriedBytes < cutAtBytes) return
      cutCount += 1
      incoming.resetAndDestroy()
      outgoing.resetAndDestroy()
    })
    incoming.pipe(outgoing)
    outgoing.pipe(incoming)
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cutCount() {
      return cutCount
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
