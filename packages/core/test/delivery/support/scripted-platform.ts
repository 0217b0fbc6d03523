import {
  type Clock,
  defineAdapter,
  type FindPostInput,
  type OutgoingPart,
  PlatformError,
  type PostRef,
  type PublishGuarantee,
  type PublishPostInput,
  type PublishPostOutput,
  RateLimitError,
  RejectedError,
  TransportError,
} from '@tutti/model'
import { countGraphemes } from '@tutti/text'
import type { LedgerEntry } from './delivery-checker.ts'

/** What the platform does with one committing request. */
export type Behaviour =
  | 'publish'
  | 'reject'
  | 'not-sent'
  | 'wait'
  | 'wait-long'
  /** Commits, and the answer is lost. */
  | 'lose-answer'
  /** The request is lost: nothing is committed, and nobody can know. */
  | 'lose-request'
  /** The answer is lost, and it is committed only later. */
  | 'commit-late'
  /** Says 500 having committed. */
  | 'fail-committed'
  | 'break'
  /** The caller's process dies with the request on its way: not committed, or committed. */
  | 'die-before'
  | 'die-after'
  | 'accept'

export const lateMs = 20_000
export const waitMs = 5_000
export const longWaitMs = 2 * 60 * 60_000
const source = { source: 'https://example.org/scripted', checkedAt: '2026-11-22' } as const

interface Entry extends LedgerEntry {
  readonly key: string
  readonly container: string
  readonly at: number
}

/** Options of `scriptedPlatform`. */
export interface ScriptedOptions {
  readonly clock: Clock
  readonly guarantee: PublishGuarantee['kind']
  /** One per committing request; `publish` when it has run out. */
  readonly script?: readonly Behaviour[] | undefined
  /** Kills the caller's process. */
  readonly kill?: (() => void) | undefined
  /** Fails reading back so many times. */
  readonly failedReads?: number | undefined
  /** What one read shows: everything when absent. */
  readonly isComplete?: boolean | undefined
}

/** A platform that does what the script says, and an adapter for it. Its ledger is the truth. */
export function scriptedPlatform({
  clock,
  guarantee,
  script = [],
  kill,
  failedReads = 0,
  isComplete = true,
}: ScriptedOptions) {
  const ledger: Entry[] = []
  const requests: { readonly key: string; readonly text: string; readonly at: number }[] = []
  let reads = 0
  let stagings = 0
  let onRequest: (() => void) | undefined

  function standing({ key, staged }: PublishPostInput): Entry | undefined {
    if (guarantee === 'key' || guarantee === 'client-id') return ledger.find((entry) => entry.key === key)
    return guarantee === 'two-step' ? ledger.find((entry) => entry.container === staged.facts.container) : undefined
  }

  function commit(input: PublishPostInput): PostRef {
    const known = standing(input)
    // As Bluesky answers a second record of the same name.
    if (known && guarantee === 'client-id') throw lost('server-error')
    if (known) return toRef(known)
    const entry = {
      id: `post-${ledger.length + 1}`,
      text: input.part.text,
      parent: input.replyTo?.parent.id,
      key: input.key,
      container: String(input.staged.facts.container),
      at: clock.now(),
    }
    ledger.push(entry)
    return toRef(entry)
  }

  async function publishPost(input: PublishPostInput): Promise<PublishPostOutput> {
    requests.push({ key: input.key, text: input.part.text, at: clock.now() })
    onRequest?.()
    switch (script[requests.length - 1] ?? 'publish') {
      case 'publish':
        return { state: 'published', ref: commit(input), warnings: [], raw: {} }
      case 'reject':
        throw new RejectedError({ code: 'rejected', message: 'the platform refuses it', outcome: 'rejected' })
      case 'not-sent':
        throw new TransportError({ code: 'not-sent', message: 'the address does not answer' })
      case 'wait':
        throw new RateLimitError({ code: 'rate-limited', message: 'slow down', retryAfterMs: waitMs })
      case 'wait-long':
        throw new RateLimitError({ code: 'rate-limited', message: 'slow down', retryAfterMs: longWaitMs })
      case 'lose-answer':
        commit(input)
        throw lost('connection-lost')
      case 'lose-request':
        throw lost('timeout')
      case 'commit-late':
        clock.setTimer(lateMs, () => commit(input))
        throw lost('connection-lost')
      case 'fail-committed':
        commit(input)
        throw lost('server-error')
      case 'break':
        commit(input)
        throw new TypeError('Cannot read properties of undefined')
      case 'die-before':
        kill?.()
        return new Promise(() => {})
      case 'die-after':
        commit(input)
        kill?.()
        return new Promise(() => {})
      case 'accept':
        clock.setTimer(lateMs, () => commit(input))
        return { state: 'accepted', staged: input.staged, raw: {} }
    }
  }

  async function stagePost(_input: OutgoingPart) {
    stagings += 1
    return { facts: { container: `container-${stagings}` } }
  }

  async function findPost(input: FindPostInput) {
    reads += 1
    if (reads <= failedReads)
      throw new PlatformError({ code: 'server-error', message: 'no answer', outcome: 'unknown' })
    const known = standing(input)
    const alike = ledger.filter(
      (entry) => entry.text === input.part.text && entry.parent === input.replyTo?.parent.id && entry.at >= input.since,
    )
    const isExact = guarantee === 'client-id' || guarantee === 'two-step'
    const found = isExact ? (known ? [known] : []) : alike
    return { matches: found.map(toRef), complete: isComplete }
  }

  const adapter = defineAdapter({
    specVersion: 'v0',
    id: 'scripted',
    displayName: 'Scripted',
    limits: {
      text: [{ unit: 'graphemes', maximum: 300, ...source }],
      media: {},
      maxMedia: 0,
      mixedMedia: false,
      visibilities: ['public'],
      maxLanguages: 1,
      fields: ['replyTo', 'firstComment'],
      requires: 'text',
    },
    auth: { kind: 'none', scopes: {} },
    buckets: { all: { per: 'account', windows: [{ budget: 1000, windowMs: 1000 }], ...source } },
    guarantees: {
      publish: guarantee === 'key' ? [{ kind: 'key', honouredForMs: 60 * 60_000 }] : [{ kind: guarantee }],
      lateCommitMs: 30_000,
      consistencyMs: 1_000,
      ...source,
    },
    operations: guarantee === 'none' ? { stagePost, publishPost } : { stagePost, publishPost, findPost },
    baseUrl: () => 'https://scripted.invalid',
    parseCredential: () => ({ secrets: {}, facts: {} }),
    parsePlatformOptions: () => ({}),
    authorize: () => ({ headers: {} }),
    countText: countGraphemes,
  })

  return {
    adapter,
    ledger,
    requests,
    get reads() {
      return reads
    },
    /** Somebody else's post, or one of ours from elsewhere. */
    add: (text: string) => ledger.push({ id: `other-${ledger.length}`, text, key: '', container: '', at: clock.now() }),
    onRequest: (listener: () => void) => {
      onRequest = listener
    },
  }
}

function lost(code: 'connection-lost' | 'timeout' | 'server-error') {
  const details = { message: 'nobody knows', outcome: 'unknown' } as const
  return code === 'server-error' ? new PlatformError({ code, ...details }) : new TransportError({ code, ...details })
}

function toRef({ id }: LedgerEntry): PostRef {
  return { v: 1, kind: 'post', platform: 'scripted', id }
}
