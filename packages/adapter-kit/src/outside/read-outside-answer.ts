import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { type OutsideAnswer, type OutsideFetchOptions, TuttiError } from '@tutti/model'
import { readOrigin } from '../http/origin.ts'
import { createDecoder } from './decoders.ts'
import { refusedAnswer } from './errors.ts'

/**
 * Reads an answer to its end, within the limits of the call.
 * @throws OutsideFetchError `outside-answer-refused` for another status or type, or too many bytes
 */
export async function readOutsideAnswer(
  response: IncomingMessage,
  url: URL,
  { accept, maxBytes, whenTooLong = 'refuse' }: OutsideFetchOptions,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  const place = readOrigin(url.href)
  try {
    const { statusCode: status = 0, headers } = response
    if (status < 200 || status > 299) {
      throw refusedAnswer(`${place} answers ${status}`, { status })
    }
    const { mimeType, charset } = readContentType(headers['content-type'] ?? '')
    if (!accept.some((type) => type === mimeType || (type.endsWith('/*') && mimeType.startsWith(type.slice(0, -1))))) {
      throw refusedAnswer(`${place} gives ${mimeType === '' ? 'no type' : mimeType}, not ${accept.join(' or ')}`)
    }
    const decoder = createDecoder(headers['content-encoding'])
    if (!decoder) {
      throw refusedAnswer(`${place} gives something that is packed in a way that was not asked for`)
    }
    const tooLong = refusedAnswer(`${place} gives more than ${maxBytes} bytes`)
    const pieces: Buffer[] = []
    const collect = async (unpacked: AsyncIterable<Buffer>) => {
      for await (const piece of unpacked) {
        pieces.push(piece)
      }
    }
    const cap = () => capBytes(maxBytes, tooLong)
    try {
      // Counted twice: packed, for what goes on for ever and unpacks to nothing, and unpacked.
      await pipeline(response, cap(), decoder, cap(), collect, { signal })
    } catch (error) {
      if (error !== tooLong || whenTooLong === 'refuse') {
        throw error
      }
    }
    return { url: url.href, mimeType, ...(charset !== undefined && { charset }), bytes: Buffer.concat(pieces) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw !TuttiError.isInstance(error) && code?.startsWith('Z_')
      ? refusedAnswer(`${place} gives something that can't be unpacked`)
      : error
  } finally {
    response.destroy()
  }
}

function capBytes(maxBytes: number, tooLong: Error) {
  return async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let room = maxBytes
    for await (const piece of pieces) {
      yield piece.subarray(0, room)
      room -= piece.byteLength
      if (room < 0) {
        throw tooLong
      }
    }
  }
}

function readContentType(value: string): { readonly mimeType: string; readonly charset?: string | undefined } {
  const [type = '', ...parameters] = value.split(';')
  const charset = parameters.map((text) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(text)?.[1]).find(Boolean)
  return { mimeType: type.trim().toLowerCase(), charset }
}
