import type { AnyOperationName, Operation } from '@tutti/model'
import { lacks } from '../read/lacking.ts'
import { accountFacts } from './account-facts.ts'
import { notOffered } from './offered.ts'

/**
 * An operation that some kinds of servers lack: there it fails before anything is sent.
 * Throws UnsupportedOperationError `not-offered`.
 */
export function whereOffered<Input, Output>(
  name: AnyOperationName,
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return async (input, context) => {
    const { software } = await accountFacts(context)
    if (lacks(software, name)) throw notOffered(name)
    return operation(input, context)
  }
}
