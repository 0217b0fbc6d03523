import type { PreparedPart } from '@tutti/model'
import type { BlueskyPostOptions } from '../options.ts'
import { formatAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import type { Raw } from '../read/members-of.ts'
import { makeAllow, makeGate, noQuotes } from './gates.ts'
import type { StagedFacts } from './staged-facts.ts'

/** A record beside the post, under the post's own key. */
export interface GateWrite {
  readonly collection: string
  readonly value: Raw
}

/**
 * The gates that a post asks for. A thread's gate stands at its root: a post that answers another has none.
 * The same for the same input, whenever they are made.
 */
export function makeGateWrites(
  part: PreparedPart,
  rkey: string,
  createdAt: number,
  staged: StagedFacts,
): readonly GateWrite[] {
  const { whoMayReply, whoMayQuote } = part.platformOptions as BlueskyPostOptions
  const gate = makeGate(formatAtUri({ did: staged.did, collection: collections.post, rkey }), createdAt)
  const writes: GateWrite[] = []
  if (whoMayReply !== undefined && !staged.reply) {
    writes.push({ collection: collections.threadgate, value: { ...gate, allow: makeAllow(whoMayReply) } })
  }
  if (whoMayQuote !== undefined) {
    writes.push({ collection: collections.postgate, value: { ...gate, embeddingRules: noQuotes } })
  }
  return writes
}
