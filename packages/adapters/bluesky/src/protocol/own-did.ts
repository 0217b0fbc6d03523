import { asString, requireString } from '@tutti/adapter-kit'
import type { OperationContext } from '@tutti/model'

/** The account's own DID. Before the first session it is known only from the account's description. */
export async function ownDid(context: OperationContext): Promise<string> {
  const did = context.account.facts.did ?? (await context.account.describe()).facts.did
  return requireString(did, 'did')
}

/** The account's own handle, known as its DID is. */
export async function ownHandle(context: OperationContext): Promise<string | undefined> {
  return asString(context.account.facts.handle ?? (await context.account.describe()).facts.handle)
}
