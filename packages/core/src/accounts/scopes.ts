import { type Adapter, AuthenticationError, type Credential, type OperationName, operationNames } from '@tutti/model'

/** Operations that lack scopes, with what each lacks. */
export type MissingScopes = Readonly<Record<string, readonly string[]>>

/**
 * The scopes that some operations need, each once; of all that the adapter declares when none are named. Every channel
 * describes its account when it is first used, so what that needs is always among them.
 */
export function scopesFor(adapter: Adapter, operations: readonly string[] = declaredOperations(adapter)): string[] {
  return [...new Set([...operations, 'describeAccount'].flatMap((name) => needs(adapter, name)))]
}

/** What each declared operation lacks; nothing is known to be missing where the platform told no scopes. */
export function findMissingScopes(adapter: Adapter, granted: readonly string[] | undefined): MissingScopes {
  if (granted === undefined) return {}
  const missing = declaredOperations(adapter).map((name) => [name, lacking(adapter, name, granted)] as const)
  return Object.fromEntries(missing.filter(([, scopes]) => scopes.length > 0))
}

/**
 * @throws AuthenticationError `scope-missing` when the credential is known to lack a scope of the operation
 */
export function requireScopes(adapter: Adapter, operation: string, { scopes: granted }: Credential): void {
  if (granted === undefined) return
  const missing = lacking(adapter, operation, granted)
  if (missing.length === 0) return
  const message = `${operation} needs the scope ${missing.join(', ')}, which the account has not granted`
  throw new AuthenticationError({ code: 'scope-missing', message })
}

function declaredOperations({ operations }: Adapter): readonly OperationName[] {
  return operationNames.filter((name) => operations[name] !== undefined)
}

function needs({ auth }: Adapter, operation: string): readonly string[] {
  return Object.hasOwn(auth.scopes, operation) ? (auth.scopes[operation] ?? []) : []
}

function lacking(adapter: Adapter, operation: string, granted: readonly string[]): readonly string[] {
  return needs(adapter, operation).filter((scope) => !granted.some((given) => covers(given, scope)))
}

/** `write` covers `write:statuses`: https://docs.joinmastodon.org/api/oauth-scopes/, read 2026-11-25. */
function covers(given: string, needed: string): boolean {
  return needed === given || needed.startsWith(`${given}:`)
}
