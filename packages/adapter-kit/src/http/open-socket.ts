import { type HttpAnswer, type HttpRequest, type SocketFrames, type SocketRequest, TransportError } from '@tutti/model'
import { refusedUrl } from '../outside/errors.ts'
import { redactUrl } from '../redaction/redact.ts'
import { isTrusted } from './choose-transport.ts'
import { abortedError, startDeadline } from './deadline.ts'
import { FrameQueue } from './frame-queue.ts'
import type { HttpOptions } from './http-options.ts'
import { readOrigin } from './origin.ts'
import { buildSocketUrl } from './socket-url.ts'

const defaultTimeoutMs = 30_000
const defaultMaxQueuedFrames = 1_000
const defaultMaxQueuedBytes = 16 * 1024 * 1024
const goodOrder: readonly number[] = [1000, 1001]

/**
 * Opens a WebSocket: permit, around, the socket itself.
 * @throws InvalidInputError `invalid-input`
 * @throws OutsideFetchError `outside-url-refused` for a server that the developer did not choose
 * @throws TransportError `not-sent`, `timeout`, `aborted`
 */
export async function openSocket(options: HttpOptions, request: SocketRequest): Promise<SocketFrames> {
  const url = buildSocketUrl(options.baseUrl, request)
  if (!isTrusted(options, url.replace(/^ws/i, 'http'))) throw unguarded(url)
  const place: HttpRequest = { method: 'GET', url, bucket: request.bucket, cost: request.cost }
  if (options.signal.aborted) {
    throw abortedError('not-sent')
  }
  const permit = await options.acquire?.(place)
  let frames: SocketFrames | undefined
  try {
    const open = async (): Promise<HttpAnswer> => {
      frames = await connect(options, request, url)
      return { status: 101, headers: new Headers(), body: undefined }
    }
    await (options.around
      ? options.around({ method: 'GET', url: redactUrl(url), headers: {}, commit: false }, open)
      : open())
  } catch (error) {
    frames?.close()
    throw error
  } finally {
    permit?.settle(frames === undefined ? { unsent: true } : {})
  }
  if (frames === undefined) {
    throw new TransportError({ code: 'not-sent', message: 'a hook around the request did not let it open' })
  }
  return frames
}

/** Resolves when the socket is open. */
async function connect(options: HttpOptions, request: SocketRequest, url: string): Promise<SocketFrames> {
  const { clock, signal } = options
  const deadline = startDeadline(clock, signal, request.timeoutMs ?? defaultTimeoutMs)
  const socket = new WebSocket(url, [...(request.protocols ?? [])])
  socket.binaryType = 'arraybuffer'
  const queue = new FrameQueue()
  const frames = superviseSocket(socket, queue, options, request)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      // The browser's rule, which Node follows: why it failed is not told.
      socket.addEventListener('close', () => reject(notOpened(url)), { once: true })
      deadline.signal.addEventListener('abort', () => reject(deadline.explain('not-sent')), { once: true })
      if (deadline.signal.aborted) reject(deadline.explain('not-sent'))
    })
    return frames
  } catch (error) {
    frames.close()
    throw error
  } finally {
    deadline.stop()
  }
}

function superviseSocket(
  socket: WebSocket,
  queue: FrameQueue,
  { clock, signal }: HttpOptions,
  request: SocketRequest,
): SocketFrames {
  const { maxQueuedFrames = defaultMaxQueuedFrames, maxQueuedBytes = defaultMaxQueuedBytes, idleTimeoutMs } = request
  const place = readOrigin(socket.url)
  let cancelTimer: (() => void) | undefined
  const end = (error?: Error) => {
    queue.end(error)
    cancelTimer?.()
    signal.removeEventListener('abort', abort)
    socket.close()
  }
  const abort = () => {
    queue.clear()
    end(abortedError('unknown'))
  }
  const watchSilence = () => {
    if (idleTimeoutMs === undefined || queue.isEnded) return
    cancelTimer?.()
    cancelTimer = clock.setTimer(idleTimeoutMs, () =>
      end(lost('timeout', `${place} sent nothing for ${idleTimeoutMs} ms`)),
    )
  }
  const close = () => {
    queue.clear()
    end()
  }
  signal.addEventListener('abort', abort)
  socket.addEventListener('open', watchSilence)
  socket.addEventListener('message', ({ data }) => {
    watchSilence()
    queue.push(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer))
    if (queue.length > maxQueuedFrames || queue.byteLength > maxQueuedBytes) {
      end(lost('stream-overrun', `${place} sent faster than it was read: ${queue.length} frames wait`))
    }
  })
  socket.addEventListener('close', ({ code }) => {
    end(goodOrder.includes(code) ? undefined : lost('connection-lost', `${place} closed the socket with code ${code}`))
  })
  return {
    close,
    async *[Symbol.asyncIterator]() {
      try {
        for (let frame = await queue.next(); frame !== undefined; frame = await queue.next()) {
          yield frame
        }
      } finally {
        close()
      }
    },
  }
}

/** The platform's own WebSocket client can't be told which addresses it may connect to. */
function unguarded(url: string) {
  return refusedUrl(`no WebSocket is opened to ${readOrigin(url)}, which is not of the developer’s choice`)
}

function notOpened(url: string): TransportError {
  const message = `no WebSocket to ${readOrigin(url)} could be opened`
  return new TransportError({ code: 'not-sent', message, outcome: 'not-sent', retryable: true })
}

function lost(code: 'connection-lost' | 'timeout' | 'stream-overrun', message: string): TransportError {
  return new TransportError({ code, message, outcome: 'unknown', retryable: true })
}
