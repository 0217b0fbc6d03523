import type { OperationContext, Warning } from '@tutti/model'
import { resolveHandle } from '../protocol/resolve-handle.ts'
import { findHandles } from '../record/facets.ts'

/** The DIDs of everybody a text mentions, by handle. Who can't be found is left out. */
export async function resolveMentions(text: string, context: OperationContext): Promise<Record<string, string>> {
  const dids: Record<string, string> = {}
  for (const handle of findHandles(text)) {
    const did = await resolveHandle(handle, context)
    if (did !== undefined) dids[handle] = did
  }
  return dids
}

/** One warning for each handle that stays plain text. */
export function warnOfUnresolved(text: string, dids: Readonly<Record<string, string>>): readonly Warning[] {
  return findHandles(text)
    .filter((handle) => dids[handle] === undefined)
    .map((handle) => ({
      code: 'mention-not-found',
      message: `@${handle} is nobody on Bluesky: it stays plain text`,
      path: 'text',
    }))
}
