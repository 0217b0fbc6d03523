import { type HttpAnswer, type HttpRequest, type OperationContext, UnsupportedOperationError } from '@tutti/model'

/**
 * Asks for something whose address has no id in it: 404 then says that the server has no such
 * function, and not that one thing is missing.
 * @throws UnsupportedOperationError `not-offered` when the server has no such function
 */
export async function requestOffered(
  operation: string,
  { http }: OperationContext,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const answer = await http.request({ ...request, acceptStatus: [404, 405] })
  if (answer.status < 400) return answer
  throw notOffered(operation, answer.status)
}

/** The error of an operation that this server does not have. */
export function notOffered(operation: string, status?: number): UnsupportedOperationError {
  return new UnsupportedOperationError({
    code: 'not-offered',
    message: `this server does not offer what ${operation} needs`,
    outcome: 'rejected',
    status,
    operation,
    platform: 'mastodon',
  })
}
