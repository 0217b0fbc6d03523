import { type HttpAnswer, PlatformError, TransportError } from '@tutti/model'

/** No answer of a platform's API is longer. */
const maxBodyBytes = 50 * 1024 * 1024

const jsonType = /^application\/(?:[\w.+-]+\+)?json\b/i

/**
 * Reads an answer whole. JSON is parsed when the server says that it is JSON.
 * @throws PlatformError `malformed-answer` for a success that is not what its type says, or too long
 * @throws TransportError `connection-lost` when the body ends too early
 */
export async function readAnswer(response: Response): Promise<HttpAnswer> {
  const { status, headers } = response
  const text = await readText(response)
  if (text === '') {
    return { status, headers, body: undefined }
  }
  if (!jsonType.test(headers.get('content-type') ?? '')) {
    return { status, headers, body: text }
  }
  try {
    return { status, headers, body: JSON.parse(text) }
  } catch {
    if (!response.ok) {
      return { status, headers, body: text }
    }
    // The parser's own error quotes the body.
    throw malformed(status, `answered ${status} with JSON that can't be parsed`)
  }
}

function malformed(status: number, message: string): PlatformError {
  return new PlatformError({ code: 'malformed-answer', message: `the server ${message}`, status, outcome: 'unknown' })
}

async function readText(response: Response): Promise<string> {
  const { body, headers, status } = response
  if (body === null) {
    return ''
  }
  const declared = Number(headers.get('content-length') ?? Number.NaN)
  if (declared > maxBodyBytes) {
    await body.cancel().catch(() => undefined)
    throw malformed(status, `answered more than ${maxBodyBytes} bytes`)
  }
  try {
    // A length that counts plain bytes is enforced by the client; compressed and chunked bodies are counted here.
    return declared >= 0 && headers.get('content-encoding') === null
      ? await response.text()
      : await readCounted(body, status)
  } catch (error) {
    if (error instanceof PlatformError) {
      throw error
    }
    throw new TransportError({
      code: 'connection-lost',
      message: `the connection broke within the answer (status ${status})`,
      status,
      outcome: 'unknown',
      retryable: true,
    })
  }
}

async function readCounted(body: ReadableStream<Uint8Array>, status: number): Promise<string> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  let byteLength = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) {
      return text + decoder.decode()
    }
    byteLength += value.byteLength
    if (byteLength > maxBodyBytes) {
      await reader.cancel().catch(() => undefined)
      throw malformed(status, `answered more than ${maxBodyBytes} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
}
