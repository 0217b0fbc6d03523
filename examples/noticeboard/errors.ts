import { asObject, asString } from '@tutti/adapter-kit'
import type { ErrorReading, FailedAnswer } from '@tutti/model'

/**
 * Reads what Noticeboard says about a failure: `{ error, message }`. What is left out here comes from the status.
 * A taken id is `duplicate`: when an earlier request got no answer, that tells core to read back.
 */
export function readError({ status, body }: FailedAnswer): ErrorReading | undefined {
  const answer = asObject(body)
  const message = asString(answer?.message)
  if (status === 409 && answer?.error === 'id-taken') return { code: 'duplicate', message }
  return { message }
}
