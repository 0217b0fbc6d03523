import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import type { Exchange } from '../faults/exchange.ts'

/**
 * Answers requests of this process to `origin` without a socket. Requests to anywhere else fail, so
 * that a test can't reach the network by mistake. @returns the undo
 */
export function interceptExchanges(
  exchange: (request: Request, body: Uint8Array<ArrayBuffer>) => Promise<Exchange>,
  origin: string,
  closing: AbortSignal,
): () => void {
  const server = setupServer(
    http.all(`${origin}/*`, async ({ request }) => {
      const result = await exchange(request, new Uint8Array(await request.clone().arrayBuffer()))
      if (result.kind === 'answer') return result.response as HttpResponse<never>
      if (result.kind === 'hang') {
        await new Promise((resolve) => closing.addEventListener('abort', resolve, { once: true }))
      }
      return HttpResponse.error()
    }),
  )
  server.listen({ onUnhandledFrame: 'error' })
  return () => server.close()
}
