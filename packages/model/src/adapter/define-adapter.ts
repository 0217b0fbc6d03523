import type { JsonObject } from '../json.ts'
import type { Adapter, AdapterDefinition } from './adapter.ts'
import type { NativeOperations } from './native-operations.ts'
import type { AdapterOperations } from './operations.ts'

/**
 * Makes an adapter of its definition. Does no work and keeps no state; types flow from the
 * definition, so list the operations as they are and don't annotate them away.
 */
export function defineAdapter<
  const Id extends string,
  const Operations extends AdapterOperations,
  Options extends JsonObject,
  CredentialInput,
  const Native extends NativeOperations = Record<never, never>,
>(
  definition: AdapterDefinition<Id, Operations, Options, CredentialInput, Native>,
): Adapter<Id, Operations, Options, CredentialInput, Native> {
  const adapter: Adapter<Id, Operations, Options, CredentialInput, Native> = {
    ...definition,
    channel: (input) => ({ adapter, credential: definition.parseCredential(input) }),
  }
  return adapter
}
