import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that allows so much in any stretch of a window, of everybody together, and counts. */
export async function serveLimited(budget: number, windowMs: number) {
  const servedAt: number[] = []
  let refused = 0
  const server = createServer((_, response) => {
    const now = Date.now()
    const lately = servedAt.filter((at) => at > now - windowMs).length
    const isAllowed = lately < budget
    if (isAllowed) servedAt.push(now)
    else refused += 1
    // Not at once, so that many are under way together.
    setTimeout(() => response.writeHead(isAllowed ? 200 : 429).end(), 5)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    servedAt,
    get refused() {
      return refused
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
