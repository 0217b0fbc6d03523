import { TransportError } from '@tutti/model'

/** @throws TransportError `aborted` */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new TransportError({
      code: 'aborted',
      message: 'reading media was aborted by the caller',
      outcome: 'not-sent',
    })
  }
}
