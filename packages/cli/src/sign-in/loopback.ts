import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AuthenticationError, type Clock, TransportError } from '@tutti/model'

/** A sign-in that nobody finishes in this time is over. */
const lifeMs = 5 * 60_000

/** Where a platform sends the person back to: this machine, one address that nobody can guess, once. */
export interface Loopback {
  readonly redirectUri: string
  /**
   * The address that the person came back to, query included.
   * @throws AuthenticationError `unauthorized` when nobody came in five minutes; TransportError `aborted`
   */
  waitFor(state: string): Promise<string>
  close(): Promise<void>
}

/** Listens on 127.0.0.1, on any free port and under a random path. */
export async function openLoopback(clock: Clock, signal: AbortSignal): Promise<Loopback> {
  let expected: string | undefined
  let arrive: (callbackUrl: string) => void = () => {}
  const arrived = new Promise<string>((resolve) => {
    arrive = resolve
  })
  const path = `/${randomBytes(16).toString('hex')}`
  let isUsed = false
  const server = createServer((request, response) => {
    const callbackUrl = readCallback(request, origin, path, expected)
    // Whoever else asks, a page or a program on this machine, learns nothing and ends nothing.
    if (callbackUrl === undefined || isUsed) return answer(response, 404, 'There is nothing here.')
    isUsed = true
    answer(response, 200, 'Done. You can close this window and go back to the terminal.')
    arrive(callbackUrl)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    redirectUri: `${origin}${path}`,
    waitFor: (state) => {
      expected = state
      return endingWith(arrived, clock, signal)
    },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function readCallback(
  { method, url = '', headers }: IncomingMessage,
  origin: string,
  path: string,
  state: string | undefined,
): string | undefined {
  // A page elsewhere could reach this address under a name of its own (DNS rebinding).
  if (method !== 'GET' || `http://${headers.host}` !== origin || state === undefined) return undefined
  const address = URL.parse(url, origin)
  if (address?.pathname !== path) return undefined
  const [given = '', ...others] = address.searchParams.getAll('state')
  return others.length === 0 && isSame(given, state) ? address.href : undefined
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  })
  response.end(`<!doctype html><meta charset="utf-8"><title>Tutti</title><p>${text}</p>\n`)
}

async function endingWith(arrived: Promise<string>, clock: Clock, signal: AbortSignal): Promise<string> {
  const done = new AbortController()
  const tooLate = clock.sleep(lifeMs, AbortSignal.any([signal, done.signal])).then(
    () => {
      throw new AuthenticationError({
        code: 'unauthorized',
        message: 'nobody came back from the platform in five minutes',
        advice: 'Run `tutti auth` again, and finish in the browser.',
      })
    },
    () => {
      throw new TransportError({ code: 'aborted', message: 'the sign-in was broken off' })
    },
  )
  try {
    return await Promise.race([arrived, tooLate])
  } finally {
    done.abort()
  }
}
