import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const isCommit = (chunk: Buffer) => /^POST \/(?:posts|drafts\/[^ ]+\/publish) /.test(chunk.toString('latin1', 0, 200))

/**
 * A wire to a platform that holds one committing request in its middle: the platform gets the first half of it, and
 * never the rest.
 */
export async function cuttingProxy(server: string, struck: number, onHeld: () => void) {
  const { hostname, port } = new URL(server)
  const sockets = new Set<Socket>()
  let commits = 0
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname)
    let isHeld = false
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => other.destroy())
    }
    near.on('data', (chunk) => {
      if (isHeld) return
      isHeld = isCommit(chunk) && commits++ === struck
      far.write(isHeld ? chunk.subarray(0, chunk.length / 2) : chunk)
      if (isHeld) onHeld()
    })
    far.on('data', (chunk) => near.write(chunk))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
