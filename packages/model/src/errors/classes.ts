import type { ErrorCode } from './codes.ts'
import { type ErrorDetails, TuttiError } from './tutti-error.ts'

/** What the constructor of an error class takes: any details, with a code of that class. */
export type ErrorDetailsOf<Code extends ErrorCode> = Omit<ErrorDetails, 'code'> & { readonly code: Code }

const invalidInputCodes = [
  'invalid-input',
  'invalid-options',
  'unknown-channel',
  'text-too-long',
  'text-token-too-long',
  'content-changed',
  'already-published',
  'schedule-zone-missing',
  'schedule-in-past',
  'schedule-not-found',
  'approval-stale',
  'approval-missing',
  'not-permitted',
  'recurrence-invalid',
  'rule-invalid',
  'import-overtaken',
  'metrics-incompatible',
] as const

/** The caller gave something that cannot be used; `path` names the place. No request was sent. Codes: `invalid-input`, `invalid-options`, `unknown-channel`, `text-too-long`, `text-token-too-long`, `content-changed`, `already-published`, `schedule-zone-missing`, `schedule-in-past`, `schedule-not-found`, `approval-stale`, `approval-missing`, `not-permitted`, `recurrence-invalid`, `rule-invalid`, `import-overtaken`, `metrics-incompatible`. */
export class InvalidInputError extends TuttiError {
  override readonly name = 'InvalidInputError'

  constructor(details: ErrorDetailsOf<(typeof invalidInputCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is InvalidInputError {
    return TuttiError.isInstance(value) && (invalidInputCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const unsupportedOperationCodes = ['unsupported-operation', 'not-offered'] as const

/** The adapter, or this server or account, does not have the operation. Codes: `unsupported-operation`, `not-offered`. */
export class UnsupportedOperationError extends TuttiError {
  override readonly name = 'UnsupportedOperationError'

  constructor(details: ErrorDetailsOf<(typeof unsupportedOperationCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is UnsupportedOperationError {
    return TuttiError.isInstance(value) && (unsupportedOperationCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const mediaCodes = [
  'media-not-found',
  'media-unreadable',
  'media-type-refused',
  'media-too-large',
  'media-changed',
  'media-not-persistable',
] as const

/** A file can't be read, recognised, or sent to this platform. Codes: `media-not-found`, `media-unreadable`, `media-type-refused`, `media-too-large`, `media-changed`, `media-not-persistable`. */
export class MediaError extends TuttiError {
  override readonly name = 'MediaError'

  constructor(details: ErrorDetailsOf<(typeof mediaCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MediaError {
    return TuttiError.isInstance(value) && (mediaCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const outsideCodes = [
  'outside-url-refused',
  'outside-answer-refused',
  'outside-unreachable',
  'outside-fetch-missing',
] as const

/** A URL that comes from outside is not fetched, or what it gave is not taken. Codes: `outside-url-refused`, `outside-answer-refused`, `outside-unreachable`, `outside-fetch-missing`. */
export class OutsideFetchError extends TuttiError {
  override readonly name = 'OutsideFetchError'

  constructor(details: ErrorDetailsOf<(typeof outsideCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is OutsideFetchError {
    return TuttiError.isInstance(value) && (outsideCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const authenticationCodes = [
  'unauthorized',
  'credential-expired',
  'not-connected',
  'renewal-unfinished',
  'sign-in-invalid',
  'sign-in-denied',
  'scope-missing',
] as const

/** There is no credential that the platform accepts for this. Codes: `unauthorized`, `credential-expired`, `not-connected`, `renewal-unfinished`, `sign-in-invalid`, `sign-in-denied`, `scope-missing`. */
export class AuthenticationError extends TuttiError {
  override readonly name = 'AuthenticationError'

  constructor(details: ErrorDetailsOf<(typeof authenticationCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is AuthenticationError {
    return TuttiError.isInstance(value) && (authenticationCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const rejectedCodes = ['forbidden', 'not-found', 'gone', 'conflict', 'duplicate', 'rejected'] as const

/** The platform answered and refused: nothing happened there. Codes: `forbidden`, `not-found`, `gone`, `conflict`, `duplicate`, `rejected`. */
export class RejectedError extends TuttiError {
  override readonly name = 'RejectedError'

  constructor(details: ErrorDetailsOf<(typeof rejectedCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is RejectedError {
    return TuttiError.isInstance(value) && (rejectedCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const rateLimitCodes = [
  'rate-limited',
  'wait-too-long',
  'retry-budget-exhausted',
  'circuit-open',
  'limiter-failed',
] as const

/** A limit is reached, and `retryAfterMs` says how long to wait; or nobody can say whether it is. Nothing was sent, or the platform refused it. Codes: `rate-limited`, `wait-too-long`, `retry-budget-exhausted`, `circuit-open`, `limiter-failed`. */
export class RateLimitError extends TuttiError {
  override readonly name = 'RateLimitError'

  constructor(details: ErrorDetailsOf<(typeof rateLimitCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is RateLimitError {
    return TuttiError.isInstance(value) && (rateLimitCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const platformCodes = ['server-error', 'malformed-answer'] as const

/** The platform failed or answered something unreadable: what became of the request may be `unknown`. Codes: `server-error`, `malformed-answer`. */
export class PlatformError extends TuttiError {
  override readonly name = 'PlatformError'

  constructor(details: ErrorDetailsOf<(typeof platformCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is PlatformError {
    return TuttiError.isInstance(value) && (platformCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const transportCodes = ['not-sent', 'connection-lost', 'timeout', 'stream-overrun', 'aborted', 'closed'] as const

/** The request did not get there, or its answer did not get back. Codes: `not-sent`, `connection-lost`, `timeout`, `stream-overrun`, `aborted`, `closed`. */
export class TransportError extends TuttiError {
  override readonly name = 'TransportError'

  constructor(details: ErrorDetailsOf<(typeof transportCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is TransportError {
    return TuttiError.isInstance(value) && (transportCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const pluginCodes = [
  'plugin-name-taken',
  'plugin-name-reserved',
  'plugin-missing',
  'plugin-cycle',
  'plugin-setup-failed',
  'hook-name-taken',
  'hook-failed',
  'hook-timeout',
  'guard-denied',
  'guard-failed',
  'next-called-twice',
] as const

/** A plugin is wrongly installed, or its setup or hook failed. Codes: `plugin-name-taken`, `plugin-name-reserved`, `plugin-missing`, `plugin-cycle`, `plugin-setup-failed`, `hook-name-taken`, `hook-failed`, `hook-timeout`, `guard-denied`, `guard-failed`, `next-called-twice`. */
export class PluginError extends TuttiError {
  override readonly name = 'PluginError'

  constructor(details: ErrorDetailsOf<(typeof pluginCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is PluginError {
    return TuttiError.isInstance(value) && (pluginCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const storeCodes = [
  'store-conflict',
  'store-failed',
  'store-not-durable',
  'credential-key-missing',
  'credential-unreadable',
  'lease-lost',
] as const

/** The store could not do what was asked. Codes: `store-conflict`, `store-failed`, `store-not-durable`, `credential-key-missing`, `credential-unreadable`, `lease-lost`. */
export class StoreError extends TuttiError {
  override readonly name = 'StoreError'

  constructor(details: ErrorDetailsOf<(typeof storeCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is StoreError {
    return TuttiError.isInstance(value) && (storeCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const engineCodes = ['engine-failed'] as const

/** What wakes workers up can't be reached; what is due is found by the sweep. Codes: `engine-failed`. */
export class EngineError extends TuttiError {
  override readonly name = 'EngineError'

  constructor(details: ErrorDetailsOf<(typeof engineCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is EngineError {
    return TuttiError.isInstance(value) && (engineCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const deliveryCodes = ['needs-decision'] as const

/** A delivery waits for a person. Codes: `needs-decision`. */
export class DeliveryError extends TuttiError {
  override readonly name = 'DeliveryError'

  constructor(details: ErrorDetailsOf<(typeof deliveryCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is DeliveryError {
    return TuttiError.isInstance(value) && (deliveryCodes as readonly ErrorCode[]).includes(value.code)
  }
}

const webhookCodes = ['webhook-refused', 'webhook-replayed', 'webhook-too-large'] as const

/** A webhook's request must not be acted on. Codes: `webhook-refused`, `webhook-replayed`, `webhook-too-large`. */
export class WebhookError extends TuttiError {
  override readonly name = 'WebhookError'

  constructor(details: ErrorDetailsOf<(typeof webhookCodes)[number]>) {
    super(details)
  }

  /** Whether a value is one of these, from whichever copy of the package. */
  static override isInstance(value: unknown): value is WebhookError {
    return TuttiError.isInstance(value) && (webhookCodes as readonly ErrorCode[]).includes(value.code)
  }
}
