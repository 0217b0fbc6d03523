import { type ErrorDetails, OutsideFetchError } from '@tutti/model'

/** The URL must not be fetched. */
export function refusedUrl(reason: string): OutsideFetchError {
  return new OutsideFetchError({ code: 'outside-url-refused', message: `the URL is not fetched: ${reason}` })
}

/** What came is not what was asked for. */
export function refusedAnswer(message: string, details: Partial<ErrorDetails> = {}): OutsideFetchError {
  return new OutsideFetchError({ ...details, code: 'outside-answer-refused', message })
}

/** Nobody answers, or not to the end. */
export function unreachable(message: string, details: Partial<ErrorDetails> = {}): OutsideFetchError {
  return new OutsideFetchError({ ...details, code: 'outside-unreachable', message, retryable: true })
}
