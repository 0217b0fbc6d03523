import type { HttpAnswer, HttpRequest, OperationContext } from '@tutti/model'
import { TuttiError } from '@tutti/model'

/** Where private messages are kept unless options say otherwise. Source: https://docs.bsky.app/docs/advanced-guides/direct-messages, read 2026-11-25. */
const publicChatService = 'did:web:api.bsky.chat#bsky_chat'

/** Stands for the account's own server where a service is named. */
export const ownServer = 'own-server'

/** Asks a query method. Those of the AppView (`app.bsky.*`) go through the account's server, which passes them on. */
export function query(
  context: OperationContext,
  method: string,
  parameters?: HttpRequest['query'],
  request?: Partial<HttpRequest>,
): Promise<HttpAnswer> {
  return context.http.request({
    method: 'GET',
    url: `/xrpc/${method}`,
    query: parameters,
    headers: proxyHeaders(context, method),
    bucket: 'requests',
    ...request,
  })
}

/** Calls a procedure with a JSON body. */
export function procedure(
  context: OperationContext,
  method: string,
  json: unknown,
  request?: Partial<HttpRequest>,
): Promise<HttpAnswer> {
  return context.http.request({
    method: 'POST',
    url: `/xrpc/${method}`,
    json,
    headers: proxyHeaders(context, method),
    bucket: 'requests',
    ...request,
  })
}

/**
 * Runs a read; `undefined` when the server says that there is no such record or handle. That is a
 * 400 (recorded): a bare 404 comes from something that is not an XRPC server, and proves nothing.
 */
export async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (TuttiError.isInstance(error) && error.code === 'not-found' && error.status === 400) return undefined
    throw error
  }
}

// https://atproto.com/specs/xrpc#service-proxying, read 2026-11-22
function proxyHeaders(context: OperationContext, method: string): Readonly<Record<string, string>> | undefined {
  const { appView, chatService = publicChatService } = context.account.facts
  const service = method.startsWith('chat.bsky.') ? chatService : method.startsWith('app.bsky.') ? appView : undefined
  return typeof service === 'string' && service !== ownServer ? { 'atproto-proxy': service } : undefined
}
