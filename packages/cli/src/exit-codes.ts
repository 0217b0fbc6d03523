import {
  AuthenticationError,
  DeliveryError,
  EngineError,
  InvalidInputError,
  MediaError,
  OutsideFetchError,
  PlatformError,
  RateLimitError,
  RejectedError,
  TransportError,
  TuttiError,
  UnsupportedOperationError,
} from '@tutti/model'

/** What the process ends with. These numbers are stable: scripts branch on them. */
export const exitCodes = {
  /** Everything that was asked for is done. */
  ok: 0,
  /** Something that should not happen, or the store failed. */
  internal: 1,
  /** The command line, the configuration, a post or a file is not usable. Nothing was sent. */
  usage: 2,
  /** A platform does not accept the credential, or there is none. */
  authentication: 3,
  /** A platform refused, can't do it, or a delivery was not published. */
  refused: 4,
  /** It may have happened, or a person must decide: look at `tutti posts`. */
  unknown: 5,
  /** A limit is reached: later. */
  limited: 6,
  /** What was named does not exist. */
  notFound: 7,
  /** The platform or the network failed; nothing happened. */
  unreachable: 8,
  /** Broken off by Ctrl-C. What runs until then, such as `tutti watch`, ends with `ok`. */
  interrupted: 130,
} as const

/** One of the numbers of `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const notFoundCodes: readonly string[] = ['not-found', 'gone', 'unknown-channel', 'schedule-not-found']

/** What the process ends with after an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!TuttiError.isInstance(error)) return exitCodes.internal
  if (error.code === 'aborted') return exitCodes.interrupted
  if (notFoundCodes.includes(error.code)) return exitCodes.notFound
  if (error.code === 'credential-key-missing' || error.code === 'credential-unreadable') return exitCodes.usage
  if (error.code.startsWith('plugin-') || error.code.startsWith('hook-name-')) return exitCodes.usage
  if (InvalidInputError.isInstance(error) || MediaError.isInstance(error)) return exitCodes.usage
  if (OutsideFetchError.isInstance(error))
    return error.code === 'outside-unreachable' ? exitCodes.unreachable : exitCodes.usage
  if (AuthenticationError.isInstance(error)) return exitCodes.authentication
  if (RateLimitError.isInstance(error)) return exitCodes.limited
  if (DeliveryError.isInstance(error) || error.outcome === 'unknown') return exitCodes.unknown
  if (RejectedError.isInstance(error) || UnsupportedOperationError.isInstance(error)) return exitCodes.refused
  if (error.code === 'guard-denied' || error.code === 'guard-failed') return exitCodes.refused
  if (EngineError.isInstance(error)) return exitCodes.unreachable
  if (PlatformError.isInstance(error) || TransportError.isInstance(error)) return exitCodes.unreachable
  return exitCodes.internal
}
