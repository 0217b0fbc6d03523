import { TransportError } from '@tutti/model'

/** Failures that come before the first byte leaves: name resolution, connecting, the TLS handshake, a bad URL. */
const codesBeforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'ERR_INVALID_URL',
  'ERR_INVALID_CHAR',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
])

const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

/** Failures that have no code and are told by their words. */
const tellingMessages = new Set(['bad port', 'unexpected redirect'])

/**
 * Tells what became of a request whose exchange threw. Everything that is not proved to precede
 * sending counts as `unknown`: a reset may come after the platform has done its work.
 */
export function classifyNetworkError(error: unknown, place: string): TransportError {
  const { code, syscall, message } = findReason(error)
  const cause = new Error(code ?? message)
  const precedes =
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    message === 'bad port' ||
    (code !== undefined && (codesBeforeSending.has(code) || code.startsWith('CERT_')))
  if (precedes) {
    return new TransportError({
      code: 'not-sent',
      message: `${place} can't be reached: ${code ?? message}`,
      outcome: 'not-sent',
      retryable: true,
      cause,
    })
  }
  if (code !== undefined && timeoutCodes.has(code)) {
    return new TransportError({
      code: 'timeout',
      message: `${place} did not answer in time: ${code}`,
      outcome: 'unknown',
      retryable: true,
      cause,
    })
  }
  return new TransportError({
    code: 'connection-lost',
    message: `the connection to ${place} broke: ${code ?? message}`,
    outcome: 'unknown',
    retryable: message !== 'unexpected redirect',
    cause,
  })
}

/** The innermost error that has a code. Only code and message are kept: others carry URLs and headers. */
function findReason(error: unknown): { code?: string; syscall?: string; message: string } {
  let reason: { code?: string; syscall?: string; message: string } = { message: 'network error' }
  let current: unknown = error
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    const { code, syscall } = current as { code?: unknown; syscall?: unknown }
    if (typeof code === 'string') {
      reason = { code, message: 'network error', ...(typeof syscall === 'string' && { syscall }) }
    } else if (tellingMessages.has(current.message)) {
      reason = { message: current.message }
    }
    current = current.cause
  }
  return reason
}
