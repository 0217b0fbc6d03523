import type { PublishGuarantee } from '@tutti/model'

/** What a board gives against doubles. */
export type BoardGuarantee = PublishGuarantee['kind']

/** One post as a board holds it. */
export interface FakeBoardPost {
  readonly id: string
  readonly text: string
  /** Id of the post that it answers. */
  readonly answers?: string | undefined
  /** The key or the name that it was sent with. */
  readonly key?: string | undefined
  /** The draft that it was made of. */
  readonly draft?: string | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** One draft: invisible until it is published, by its id. */
export interface FakeBoardDraft {
  readonly id: string
  readonly text: string
  readonly answers?: string | undefined
}

/** What a board truly holds. */
export interface FakeBoardLedger {
  /** Oldest first. */
  posts: readonly FakeBoardPost[]
  drafts: readonly FakeBoardDraft[]
}

/** How long a board of the kind `key` remembers a key. In milliseconds. */
export const keyMemoryMs = 60 * 60_000

/** The post that a repeat is about, where the board can tell. */
export function findStanding(
  { posts }: FakeBoardLedger,
  guarantee: BoardGuarantee,
  wanted: Pick<FakeBoardPost, 'key' | 'draft' | 'createdAt'>,
): FakeBoardPost | undefined {
  switch (guarantee) {
    case 'key':
      return posts.find(({ key, createdAt }) => key === wanted.key && wanted.createdAt - createdAt < keyMemoryMs)
    case 'client-id':
      return posts.find(({ key }) => key === wanted.key)
    case 'two-step':
      return posts.find(({ draft }) => draft === wanted.draft)
    default:
      return undefined
  }
}
