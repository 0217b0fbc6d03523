import type {
  InteractionKind,
  InteractionRef,
  InteractionState,
  OperationName,
  PostRef,
  TuttiError,
} from '@tutti/model'

/** A post in the memory of a fake adapter. */
export interface FakePost {
  readonly id: string
  readonly text: string
  readonly key: string
  readonly replyTo?: string | undefined
  readonly alts: readonly string[]
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** Something that somebody did. */
export interface FakeInteraction {
  readonly id: string
  readonly kind: InteractionKind
  readonly postId: string
  readonly author: string
  readonly text: string
  readonly createdAt: number
  readonly state: InteractionState
}

/** What truly stands on the platform behind a fake adapter, and other people's hands on it. */
export interface FakeLedger {
  /** Oldest first; answers to comments included. */
  readonly posts: readonly FakePost[]
  /** Oldest first. */
  readonly interactions: readonly FakeInteraction[]
  /** How often each operation ran. */
  count(operation: OperationName): number
  /** Puts a post of the account there, as if it had been published before the test. */
  post(input: { readonly text: string }): PostRef
  /** Somebody comments on a post. `author` is `ada` when absent. */
  comment(input: {
    readonly post: PostRef
    readonly text: string
    readonly author?: string | undefined
  }): InteractionRef
  /** Somebody likes a post. */
  react(input: { readonly post: PostRef; readonly author?: string | undefined }): InteractionRef
  /** Makes the next run of an operation fail before it does anything. */
  failNext(operation: OperationName, error: TuttiError): void
}

/** The ledger as the operations of the fake adapter see it. */
export interface LedgerState {
  posts: FakePost[]
  interactions: FakeInteraction[]
  readonly counts: Map<OperationName, number>
  readonly failures: Map<OperationName, TuttiError>
  nextId(): string
}

/** An empty ledger. */
export function createLedgerState(): LedgerState {
  let lastId = 0
  return { posts: [], interactions: [], counts: new Map(), failures: new Map(), nextId: () => String(++lastId) }
}

/** The outside of a ledger. */
export function showLedger(state: LedgerState, platform: string, now: () => number): FakeLedger {
  const add = (kind: InteractionKind, postId: string, text: string, author = 'ada'): InteractionRef => {
    const id = state.nextId()
    state.interactions.push({ id, kind, postId, author, text, createdAt: now(), state: 'visible' })
    return { v: 1, kind: 'interaction', platform, id, facts: { postId } }
  }
  return {
    get posts() {
      return state.posts
    },
    get interactions() {
      return state.interactions
    },
    count: (operation) => state.counts.get(operation) ?? 0,
    post({ text }) {
      const id = state.nextId()
      state.posts.push({ id, text, key: `before-${id}`, alts: [], createdAt: now() })
      return { v: 1, kind: 'post', platform, id }
    },
    comment: ({ post, text, author }) => add('comment', post.id, text, author),
    react: ({ post, author }) => add('reaction', post.id, '', author),
    failNext: (operation, error) => void state.failures.set(operation, error),
  }
}
