import type { Session } from '../client/open-session.ts'
import { inertLine } from '../output/inert.ts'
import type { Output } from '../output/output.ts'
import { formatBytes } from './show-preview.ts'

const seconds = (delayMs: number): string => `${(delayMs / 1000).toFixed(1)} s`

const barLength = 20

/** `████░░░░ 12.3 MB of 200.0 MB`. */
function bar(sentBytes: number, totalBytes: number): string {
  const filled = Math.round((sentBytes / totalBytes) * barLength)
  return `${'█'.repeat(filled)}${'░'.repeat(barLength - filled)} ${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`
}

/**
 * Tells a person who watches what is going on: uploads on their way, waits for limits, reading back.
 * @returns a function that ends it
 */
export function showProgress({ tutti }: Session, output: Output): () => void {
  const undo = [
    tutti.on('upload.progressed', ({ channel, sentBytes, totalBytes }) => {
      output.progress(`${inertLine(channel)}: uploading ${bar(sentBytes, totalBytes)}`)
    }),
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
