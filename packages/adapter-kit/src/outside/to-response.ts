import type { IncomingMessage } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { PlatformError } from '@tutti/model'
import { createDecoder } from './decoders.ts'

const withoutBody = [204, 205, 304]

/**
 * An answer of Node's client as the web has it, its body unpacked as it is read.
 * @throws PlatformError `malformed-answer` for a status that does not exist, or a packing that was not asked for
 */
export function toResponse(incoming: IncomingMessage): Response {
  const { statusCode: status = 0 } = incoming
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
  }
  const decoder = createDecoder(headers.get('content-encoding') ?? undefined)
  if (status < 200 || status > 599 || decoder === undefined) {
    incoming.destroy()
    const message = 'the server answered with a status that does not exist, or packed in a way that was not asked for'
    throw new PlatformError({ code: 'malformed-answer', message, outcome: 'unknown' })
  }
  if (withoutBody.includes(status)) {
    incoming.resume()
    return new Response(null, { status, headers })
  }
  // An error of either ends the stream that is read.
  pipeline(incoming, decoder, () => undefined)
  return new Response(Readable.toWeb(decoder) as never, { status, headers })
}
