import type { Clock } from '@tutti/model'
import type { Exchange } from './exchange.ts'
import type { Fault } from './fault.ts'

/** What a fault works with. */
export interface FaultSurroundings {
  readonly clock: Clock
  /** Runs the platform's own handler: from here on the ledger has it. */
  commit(): Promise<Response>
  /** The platform's own words for an error status. */
  errorAnswer(status: number): Response
  /** Runs later, in the background. */
  later(work: () => Promise<unknown>): void
}

/** Plays one fault. */
export async function applyFault(fault: Fault, surroundings: FaultSurroundings): Promise<Exchange> {
  const { commit, clock } = surroundings
  const answer = (response: Response): Exchange => ({ kind: 'answer', response })
  switch (fault.kind) {
    case 'reset':
    case 'hang':
      if (fault.committed) await commit()
      return { kind: fault.kind }
    case 'cut-body':
      return answer(await cutBody(await commit()))
    case 'empty-body': {
      const { status, headers } = await commit()
      const kept = new Headers(headers)
      kept.delete('content-length')
      return answer(new Response(null, { status, headers: kept }))
    }
    case 'error': {
      if (fault.committed) await commit()
      const own = surroundings.errorAnswer(fault.status ?? 500)
      const headers = new Headers(own.headers)
      for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, value)
      return answer(new Response(fault.body ?? (await own.text()), { status: own.status, headers }))
    }
    case 'late-commit':
      surroundings.later(async () => {
        await clock.sleep(fault.delayMs)
        await commit()
      })
      return { kind: 'reset' }
    case 'slow-body':
      return answer(await slowBody(await commit(), fault, clock))
    case 'rewrite': {
      const rewritten = await fault.rewrite(await commit())
      const headers = new Headers(rewritten.headers)
      headers.delete('content-length') // of the answer as it was before
      return answer(new Response(rewritten.body, { status: rewritten.status, headers }))
    }
    case 'pause': {
      await fault.beforeCommit?.()
      const response = await commit()
      await fault.afterCommit?.()
      return answer(response)
    }
  }
}

/** The first half of a body, its full length announced; then the stream breaks. */
async function cutBody(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  headers.set('content-length', String(bytes.byteLength))
  let sent = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(new Error('the body was cut'))
      sent = true
      controller.enqueue(bytes.subarray(0, Math.floor(bytes.byteLength / 2)))
    },
  })
  return new Response(body, { status: response.status, headers })
}

async function slowBody(
  response: Response,
  fault: { readonly chunks: number; readonly delayMs: number },
  clock: Clock,
): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const chunkBytes = Math.max(1, Math.ceil(bytes.byteLength / fault.chunks))
  let position = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (position >= bytes.byteLength) return controller.close()
      await clock.sleep(fault.delayMs)
      controller.enqueue(bytes.subarray(position, position + chunkBytes))
      position += chunkBytes
    },
  })
  return new Response(body, { status: response.status, headers: response.headers })
}
