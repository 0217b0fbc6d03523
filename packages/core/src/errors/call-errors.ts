import {
  type Adapter,
  type AnyOperationName,
  type Outcome,
  PlatformError,
  TransportError,
  UnsupportedOperationError,
} from '@tutti/model'

/** The client is closed, or closes while somebody waits. */
export function closedError(outcome: Outcome): TransportError {
  return new TransportError({ code: 'closed', message: 'the client is closed', outcome })
}

/** The caller's signal was aborted before anything was sent. */
export function abortedError(): TransportError {
  return new TransportError({ code: 'aborted', message: 'the call was aborted before anything was sent' })
}

/** The adapter does not declare an operation. */
export function unsupportedError(adapter: Adapter, operation: AnyOperationName): UnsupportedOperationError {
  const message = `the adapter ${adapter.id} has no operation ${operation}`
  return new UnsupportedOperationError({ code: 'unsupported-operation', message, platform: adapter.id, operation })
}

/** An adapter threw something of its own: nobody knows how far it came. */
export function adapterFailure(operation: AnyOperationName, cause: unknown): PlatformError {
  const message = `the adapter failed at ${operation}: see the cause`
  return new PlatformError({ code: 'malformed-answer', message, outcome: 'unknown', cause })
}
