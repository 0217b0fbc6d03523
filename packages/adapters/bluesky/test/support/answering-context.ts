import { systemClock } from '@tutti/adapter-kit'
import type { HttpAnswer, HttpRequest, OperationContext } from '@tutti/model'

/** What stands in the credential's facts of the recorded account. */
export const recordedFacts = {
  identifier: 'alice.test',
  service: 'http://localhost:2583',
  did: 'did:plc:34iycqorrboxil2ktp7fn4n7',
  handle: 'alice.test',
}

/** A context whose every request gets the given answer: for reading recorded answers through operations. */
export function answeringContext(
  answer: (request: HttpRequest) => Pick<HttpAnswer, 'body'> & Partial<HttpAnswer>,
  facts: OperationContext['account']['facts'] = recordedFacts,
): OperationContext {
  const unused = () => {
    throw new Error('not to be called')
  }
  return {
    channel: 'sky',
    signal: new AbortController().signal,
    http: {
      request: async (request) => ({ status: 200, headers: new Headers(), ...answer(request) }),
      openStream: unused,
      openSocket: unused,
    },
    account: { facts, describe: unused },
    clock: systemClock,
    log: { debug: unused, info: unused, warn: unused },
    openMedia: unused,
    fetchOutside: unused,
  }
}
