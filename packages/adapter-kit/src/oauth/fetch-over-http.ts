import type { HttpAnswer, HttpRequest } from '@tutti/model'
import type { OAuthContext } from './types.ts'

/** Where OAuth's own errors stand: an answer to be read, not a failure. */
const answeredStatuses = [400, 401, 403]

/** What an OAuth library asks of its `fetch`. */
export interface OAuthFetchOptions {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: unknown
}

/**
 * A `fetch` over `context.http`, so that limits, hooks, redaction and the client's own transport hold for OAuth too.
 * `secrets` are those of the call; what the requests carry is secret as well.
 */
export function fetchOverHttp({ http }: OAuthContext, bucket: string, secrets: readonly string[]) {
  return async (url: string, options: OAuthFetchOptions): Promise<Response> => {
    const form = options.body instanceof URLSearchParams ? Object.fromEntries(options.body) : undefined
    const request: HttpRequest = {
      method: options.method === 'POST' ? 'POST' : 'GET',
      url,
      headers: options.headers,
      form,
      bucket,
      secrets: [...secrets, ...sentSecrets(form, options.headers)],
      authorize: false,
      acceptStatus: answeredStatuses,
      repeatable: options.method === 'GET',
    }
    return toResponse(await http.request(request))
  }
}

function toResponse({ status, headers, body }: HttpAnswer): Response {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return new Response(status === 204 ? null : text, { status, headers })
}

/** A server that fails may echo the form: everything in it that is no public name counts as a secret. */
function sentSecrets(form: Readonly<Record<string, string>> | undefined, headers: Readonly<Record<string, string>>) {
  const { client_id, redirect_uri, scope, grant_type, response_type, token_type_hint, ...rest } = form ?? {}
  const sent = [...Object.values(rest), headers.authorization?.replace(/^\w+\s+/, ''), headers.dpop]
  return sent.filter((value) => value !== undefined && value.length > 7) as string[]
}
