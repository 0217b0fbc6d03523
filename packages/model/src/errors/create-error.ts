import {
  AuthenticationError,
  DeliveryError,
  EngineError,
  InvalidInputError,
  MediaError,
  OutsideFetchError,
  PlatformError,
  PluginError,
  RateLimitError,
  RejectedError,
  StoreError,
  TransportError,
  UnsupportedOperationError,
  WebhookError,
} from './classes.ts'
import { type ErrorDetails, TuttiError } from './tutti-error.ts'

const classes = [
  InvalidInputError,
  UnsupportedOperationError,
  MediaError,
  OutsideFetchError,
  AuthenticationError,
  RejectedError,
  RateLimitError,
  PlatformError,
  TransportError,
  PluginError,
  StoreError,
  EngineError,
  DeliveryError,
  WebhookError,
] as const

/** Makes the error of the class that a code belongs to: for code that learns the code at run time. */
export function createError(details: ErrorDetails): TuttiError {
  const plain = new TuttiError(details)
  const errorClass = classes.find((candidate) => candidate.isInstance(plain))
  // The code was matched at run time; the constructor's narrower parameter can't see that.
  return errorClass ? new (errorClass as new (details: ErrorDetails) => TuttiError)(details) : plain
}
