import { EngineError } from '@tutti/model'

/** Makes an EngineError of what BullMQ or ioredis threw. Says neither address nor password. */
export function engineFailed(error: unknown): EngineError {
  if (EngineError.isInstance(error)) return error
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string }
  const text = code === '' ? message : code
  return new EngineError({
    code: 'engine-failed',
    message: `BullMQ: ${text}`,
    outcome: 'not-sent',
    // ioredis hangs the command and its values on its errors.
    cause: Object.assign(new Error(text), { code }),
  })
}

/** The engine was closed. */
export function closedError(): EngineError {
  return new EngineError({ code: 'engine-failed', message: 'the engine was closed', outcome: 'not-sent' })
}
