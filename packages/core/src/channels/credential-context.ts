import { createMemoryCredentialSource } from '@tutti/adapter-kit'
import {
  type CallOptions,
  type Credential,
  type CredentialOperation,
  type OperationContext,
  withPlace,
} from '@tutti/model'
import { toTuttiError } from '../errors/to-tutti-error.ts'
import { CallHttp } from './call-http.ts'
import type { OpenChannel } from './open-channel.ts'
import { createContext } from './operation-context.ts'

/**
 * Runs an operation that concerns the credential. It runs outside of `aroundOperation`, for its input holds
 * secrets; its requests renew nothing; and none of `credential`'s secrets comes back in an error.
 */
export async function runCredentialOperation<T>(
  channel: OpenChannel,
  operation: CredentialOperation,
  credential: Credential,
  run: (context: OperationContext) => Promise<T>,
  options: CallOptions = {},
): Promise<T> {
  const { limits: loader, abandoned, inFlight } = channel.surroundings
  const signal = options.signal === undefined ? abandoned : AbortSignal.any([abandoned, options.signal])
  const source = createMemoryCredentialSource(credential)
  inFlight.enter()
  try {
    const limits = await loader.load()
    const http = new CallHttp({ channel, operation, options, signal, credential: source, limits })
    return await run(createContext(channel, operation, http))
  } catch (caught) {
    const message = `the adapter failed at ${operation}: see the cause`
    const error = toTuttiError(caught, 'malformed-answer', message, 'unknown')
    throw withPlace(error, { platform: channel.adapter.id, operation, channel: channel.id })
  } finally {
    inFlight.leave()
  }
}
