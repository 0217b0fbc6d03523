import type { Session } from '../client/open-session.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'

const seconds = (delayMs: number): string => `${(delayMs / 1000).toFixed(1)} s`

/**
 * Tells a person who watches what is going on: uploads as they arrive, waits for limits, reading back.
 * @returns a function that ends it
 */
export function showProgress({ tutti, onAnswer }: Session, output: Output): () => void {
  const uploads = new Map<string, number>()
  onAnswer(({ channel, operation, method }) => {
    if (operation !== 'stagePost' || method === 'GET') return
    const count = (uploads.get(channel) ?? 0) + 1
    uploads.set(channel, count)
    output.progress(`${inertLine(channel)}: ${count === 1 ? '1 upload' : `${count} uploads`} done`)
  })
  const undo = [
    tutti.on('rate-limit.waited', ({ channel, delayMs }) => {
      output.progress(`${inertLine(channel)}: waiting ${seconds(delayMs)} for a limit`)
    }),
    tutti.on('request.retried', ({ channel, delayMs, error }) => {
      output.progress(`${inertLine(channel)}: ${inertLine(error.message)}; again in ${seconds(delayMs)}`)
    }),
    tutti.on('reconciliation.started', ({ channel }) => {
      output.progress(`${inertLine(channel)}: no answer; reading back whether it stands`)
    }),
    tutti.on('delivery.changed', ({ delivery: { channel, parts } }) => {
      const published = parts.filter(({ state }) => state === 'published').length
      output.progress(`${inertLine(channel)}: ${published} of ${parts.length} published`)
    }),
  ]
  return () => {
    for (const end of undo) end()
    output.progress('')
  }
}
