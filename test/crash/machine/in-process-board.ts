import {
  type Clock,
  defineAdapter,
  type FindPostOutput,
  type PublishPostInput,
  type PublishPostOutput,
  RateLimitError,
  TransportError,
} from '@tutti/core'
import { type BoardGuarantee, board, type FakeBoardPost } from '@tutti/testing/fakes'
import type { Gate } from '../process/gate.ts'

/** What the platform does with a committing request, other than what it should. */
export type Trouble =
  | 'lose-response'
  | 'lose-request'
  | 'commit-late'
  | 'refuse-for-now'
  | 'crash-before'
  | 'crash-after'

/** How late a late commit is; the declared time is longer. */
const lateMs = 20_000

/** A platform in the memory of the test, whose processes die by their gate. */
export interface InProcessBoard {
  readonly posts: readonly FakeBoardPost[]
  /** The texts of all committing requests, in order. */
  readonly requests: readonly string[]
  /** Of the next committing request. */
  trouble: Trouble | undefined
  /** The adapter as the process behind a gate uses it. */
  adapterFor(gate: Gate): ReturnType<typeof board>
}

/** Makes one. Its adapter declares what the fake board's does. */
export function inProcessBoard(guarantee: BoardGuarantee, clock: Clock): InProcessBoard {
  const posts: FakeBoardPost[] = []
  const requests: string[] = []
  let drafts = 0
  const ref = (id: string) => ({ v: 1, kind: 'post', platform: 'board', id }) as const
  const protects = guarantee === 'key' || guarantee === 'client-id' || guarantee === 'two-step'
  const nameOf = ({ key, staged }: PublishPostInput) => (guarantee === 'two-step' ? String(staged.facts.draft) : key)

  function commit(input: PublishPostInput): PublishPostOutput {
    const name = nameOf(input)
    const standing = protects ? posts.find(({ key }) => key === name) : undefined
    if (standing && guarantee !== 'key') throw lost()
    const post = standing ?? { id: `post-${posts.length}`, text: input.part.text, key: name, createdAt: clock.now() }
    if (!standing) posts.push(post)
    return { state: 'published', ref: ref(post.id), warnings: [], raw: {} }
  }

  async function publish(input: PublishPostInput, gate: Gate): Promise<PublishPostOutput> {
    await gate.pass()
    requests.push(input.part.text)
    const { trouble } = self
    self.trouble = undefined
    switch (trouble) {
      case undefined:
        return commit(input)
      case 'lose-response':
        commit(input)
        throw lost()
      case 'lose-request':
        throw lost()
      case 'commit-late':
        clock.setTimer(lateMs, () => {
          // A repeat may have come first: then the platform refuses this one, and nobody hears of it.
          try {
            commit(input)
          } catch {}
        })
        throw lost()
      case 'refuse-for-now':
        throw new RateLimitError({ code: 'rate-limited', message: 'not now', retryAfterMs: 5_000 })
      case 'crash-after':
        commit(input)
    }
    gate.close()
    // Should the process ever go on, its request has long timed out.
    await gate.pass()
    throw lost()
  }

  async function find(input: PublishPostInput, gate: Gate): Promise<FindPostOutput> {
    await gate.pass()
    const isIt = (post: FakeBoardPost) => (protects ? post.key === nameOf(input) : post.text === input.part.text)
    return { matches: posts.filter(isIt).map(({ id }) => ref(id)), complete: true }
  }

  const self: InProcessBoard = {
    posts,
    requests,
    trouble: undefined,
    adapterFor(gate) {
      const declared = board({ server: 'https://board.invalid', guarantee })
      const { stagePost, findPost } = declared.operations
      return defineAdapter({
        ...declared,
        operations: {
          publishPost: (input) => publish(input, gate),
          ...(stagePost && { stagePost: async () => ({ facts: { draft: `draft-${++drafts}` } }) }),
          ...(findPost && { findPost: (input) => find(input, gate) }),
        },
      }) as ReturnType<typeof board>
    },
  }
  return self
}

const lost = () => new TransportError({ code: 'connection-lost', message: 'nobody knows', outcome: 'unknown' })
