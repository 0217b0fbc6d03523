import { type Received, serve } from './loopback.ts'

/** A server of one file, asked for ranges or not; `received` tells which. */
export async function serveRanges(bytes: Buffer, knowsRanges = true): Promise<{ url: string; received: Received[] }> {
  return serve((response, { headers }) => {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '')
    if (!asked || !knowsRanges) return response.writeHead(200, { 'accept-ranges': 'none' }).end(bytes)
    const from = Number(asked[1])
    const to = asked[2] ? Number(asked[2]) + 1 : bytes.byteLength
    const contentRange = `bytes ${from}-${to - 1}/${bytes.byteLength}`
    return response.writeHead(206, { 'content-range': contentRange }).end(bytes.subarray(from, to))
  })
}
