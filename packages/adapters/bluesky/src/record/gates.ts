import type { WhoMayReply } from '../options.ts'
import { collections } from '../protocol/collections.ts'
import type { Raw } from '../read/members-of.ts'

const rule = (name: string) => ({ $type: `${collections.threadgate}#${name}` })

const replyRules = {
  mentioned: rule('mentionRule'),
  followers: rule('followerRule'),
  following: rule('followingRule'),
} as const

/** The `allow` of a thread gate: an empty list is nobody, no list everybody. */
export function makeAllow(who: WhoMayReply | 'everybody'): readonly Raw[] | undefined {
  if (who === 'everybody') return undefined
  if (who === 'nobody') return []
  return who.map((group) => (typeof group === 'string' ? replyRules[group] : { ...rule('listRule'), list: group.list }))
}

/** The `embeddingRules` of a post gate that keeps everybody from quoting. */
export const noQuotes: readonly Raw[] = [{ $type: `${collections.postgate}#disableRule` }]

/** What every gate says: which post it is about, and since when. */
export function makeGate(post: string, createdAt: number): Raw {
  return { post, createdAt: new Date(createdAt).toISOString() }
}
