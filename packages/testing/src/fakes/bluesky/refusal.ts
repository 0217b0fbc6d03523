/** A refusal, thrown inside a handler and answered as XRPC does. */
export class XrpcRefusal extends Error {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string, message: string) {
    super(message)
    this.status = status
    this.error = error
  }
}

/** `InvalidRequest`, the platform's word for nearly everything. */
export function invalidRequest(message: string): XrpcRefusal {
  return new XrpcRefusal(400, 'InvalidRequest', message)
}
