import { asNumber, requireObject } from '@tutti/adapter-kit'
import { type AccountDescription, type Operation, type OperationName, PlatformError } from '@tutti/model'
import { guarantees, limits } from './limits.ts'
import { readProfile } from './read.ts'

/** Makes the operation that says whose token this is, and what this server allows the account. */
export function describeAccountWith(
  operations: readonly OperationName[],
): Operation<Record<never, never>, AccountDescription> {
  return async (_input, { http, clock }) => {
    const { body } = await http.request({ method: 'GET', url: '/me', bucket: 'requests' })
    const profile = readProfile(body)
    if (!profile) {
      throw new PlatformError({ code: 'malformed-answer', message: 'the answer is no account', outcome: 'unknown' })
    }
    const maximum = asNumber(requireObject(body, 'account').maxLength)
    const checkedAt = new Date(clock.now()).toISOString().slice(0, 10)
    const text = limits.text.map((limit) => (maximum ? { ...limit, maximum, source: 'server', checkedAt } : limit))
    return { profile, limits: { ...limits, text }, guarantees, operations, facts: {} }
  }
}
