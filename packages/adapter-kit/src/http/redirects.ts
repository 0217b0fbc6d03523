import { type HttpRequest, PlatformError, type Transport, type WireRequest } from '@tutti/model'
import { readOrigin } from './origin.ts'

const maxRedirects = 5
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * Sends a request and follows redirects where that is safe: reads, within one origin. Anything else
 * would carry the credential to another server, or send a body again.
 * @throws PlatformError `malformed-answer` for a redirect that is not followed
 */
export async function followRedirects(
  transport: Transport,
  wire: WireRequest,
  { acceptStatus }: HttpRequest,
): Promise<Response> {
  let response = await transport(wire)
  for (let count = 0; redirectStatuses.has(response.status) && !acceptStatus?.includes(response.status); count += 1) {
    const url = findTarget(response, wire.url)
    await response.body?.cancel().catch(() => undefined)
    if (url === undefined || wire.method !== 'GET' || count === maxRedirects) {
      throw refused(response, wire)
    }
    response = await transport({ ...wire, url })
  }
  return response
}

function findTarget(response: Response, from: string): string | undefined {
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, from)) {
    return undefined
  }
  const target = new URL(location, from)
  return target.origin === new URL(from).origin ? target.href : undefined
}

/** The address is not named: it may carry secrets, and it is the server's word only. */
function refused({ status }: Response, { method, url }: WireRequest): PlatformError {
  return new PlatformError({
    code: 'malformed-answer',
    message: `${readOrigin(url)} redirected a ${method} request (status ${status}), which is not followed`,
    status,
    outcome: 'unknown',
  })
}
