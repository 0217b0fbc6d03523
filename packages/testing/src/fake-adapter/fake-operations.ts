import {
  type Interaction,
  type InteractionRef,
  type MetricSample,
  type OperationContext,
  type OperationName,
  type Page,
  type PageInput,
  type PlatformLimits,
  type PostRef,
  type Profile,
  type PublishedPost,
  RejectedError,
  type StableOperationVocabulary,
  TransportError,
} from '@tutti/model'
import { fakeGuarantees } from './fake-declaration.ts'
import type { FakeInteraction, FakePost, LedgerState } from './fake-ledger.ts'

const pageSize = 20

/** The operations of the fake adapter over its ledger. */
export function fakeOperations(state: LedgerState, platform: string, limits: PlatformLimits) {
  const profile = (id: string): Profile => ({
    ref: { v: 1, kind: 'profile', platform, id },
    handle: id,
    raw: { id },
  })
  const postRef = (id: string): PostRef => ({ v: 1, kind: 'post', platform, id })
  const readPost = (post: FakePost): PublishedPost => ({
    ref: postRef(post.id),
    author: profile('account'),
    text: post.text,
    media: post.alts.map((alt) => ({ kind: { unified: 'image', raw: 'image' }, alt })),
    createdAt: post.createdAt,
    replyTo: post.replyTo === undefined ? undefined : postRef(post.replyTo),
    counts: {
      replies: below(post.id, 'comment').length,
      reactions: below(post.id, 'reaction').length,
    },
    raw: post,
  })
  const below = (postId: string, kind: FakeInteraction['kind']) =>
    state.interactions.filter((interaction) => interaction.postId === postId && interaction.kind === kind)
  const readInteraction = (one: FakeInteraction, channel: string): Interaction => ({
    ref: { v: 1, kind: 'interaction', platform, id: one.id, facts: { postId: one.postId } },
    kind: { unified: one.kind, raw: one.kind },
    channel,
    author: profile(one.author),
    post: postRef(one.postId),
    text: one.text,
    media: [],
    createdAt: one.createdAt,
    state: one.state,
    raw: one,
  })
  const begin = (operation: OperationName, { signal }: OperationContext) => {
    if (signal.aborted) throw new TransportError({ code: 'aborted', message: `${operation} was aborted` })
    state.counts.set(operation, (state.counts.get(operation) ?? 0) + 1)
    const failure = state.failures.get(operation)
    state.failures.delete(operation)
    if (failure) throw failure
  }
  const missing = (what: string, { id }: { readonly id: string }) =>
    new RejectedError({ code: 'not-found', message: `there is no ${what} ${id}`, outcome: 'rejected' })
  const findPost = (ref: PostRef): FakePost => {
    const post = state.posts.find(({ id }) => id === ref.id)
    if (!post) throw missing('post', ref)
    return post
  }
  const findInteraction = (ref: InteractionRef): FakeInteraction => {
    const interaction = state.interactions.find(({ id }) => id === ref.id)
    if (!interaction) throw missing('interaction', ref)
    return interaction
  }
  const setState = (ref: InteractionRef, next: FakeInteraction['state']) => {
    const hidden = { ...findInteraction(ref), state: next }
    state.interactions = state.interactions.map((one) => (one.id === hidden.id ? hidden : one))
    return { warnings: [], raw: hidden }
  }
  const addPost = (text: string, key: string, createdAt: number, replyTo?: string, alts: readonly string[] = []) => {
    const standing = state.posts.find((post) => post.key === key)
    if (standing) throw new RejectedError({ code: 'duplicate', message: `there is a post ${key}`, outcome: 'rejected' })
    const post: FakePost = { id: state.nextId(), text, key, replyTo, alts, createdAt }
    state.posts.push(post)
    return post
  }

  const operations = {
    async publishPost({ part, key, replyTo }, context) {
      begin('publishPost', context)
      const alts = part.media.map(({ alt }) => alt ?? '')
      const post = addPost(part.text, key, context.clock.now(), replyTo?.parent.id, alts)
      return { state: 'published', ref: postRef(post.id), warnings: [], raw: post }
    },
    async findPost({ key }, context) {
      begin('findPost', context)
      return { matches: state.posts.filter((post) => post.key === key).map(({ id }) => postRef(id)), complete: true }
    },
    async deletePost({ post }, context) {
      begin('deletePost', context)
      const before = state.posts.length
      state.posts = state.posts.filter(({ id }) => id !== post.id)
      return { state: state.posts.length < before ? 'deleted' : 'already-gone', warnings: [], raw: undefined }
    },
    async fetchPost({ post }, context) {
      begin('fetchPost', context)
      return readPost(findPost(post))
    },
    async listPosts(input, context) {
      begin('listPosts', context)
      return page(state.posts.map(readPost).reverse(), input)
    },
    async listComments({ post, ...input }, context) {
      begin('listComments', context)
      const comments = below(findPost(post).id, 'comment')
      return page(
        comments.map((one) => readInteraction(one, context.channel)),
        input,
      )
    },
    async listInteractions({ kinds, ...input }, context) {
      begin('listInteractions', context)
      const wanted = state.interactions.filter(({ kind }) => kinds === undefined || kinds.includes(kind))
      return page(wanted.map((one) => readInteraction(one, context.channel)).reverse(), input)
    },
    async replyToInteraction({ interaction, text, key }, context) {
      begin('replyToInteraction', context)
      const post = addPost(text, key, context.clock.now(), findInteraction(interaction).id)
      return { ref: postRef(post.id), warnings: [], raw: post }
    },
    async hideInteraction({ interaction }, context) {
      begin('hideInteraction', context)
      return setState(interaction, 'hidden')
    },
    async unhideInteraction({ interaction }, context) {
      begin('unhideInteraction', context)
      return setState(interaction, 'visible')
    },
    async fetchProfile({ profile: ref }, context) {
      begin('fetchProfile', context)
      return profile(ref?.id ?? 'account')
    },
    async fetchPostMetrics({ posts }, context) {
      begin('fetchPostMetrics', context)
      const now = context.clock.now()
      const about = { unit: 'count', window: { kind: 'lifetime' }, measuredAt: now, fetchedAt: now } as const
      const samples = posts.flatMap((subject): MetricSample[] =>
        (['reactions', 'replies'] as const).map((metric) => {
          const stands = state.posts.some(({ id }) => id === subject.id)
          const sample = { metric, subject, source: metric, ...about }
          if (!stands) return { ...sample, missing: 'subject-gone' }
          return { ...sample, value: below(subject.id, metric === 'replies' ? 'comment' : 'reaction').length }
        }),
      )
      return { samples, warnings: [] }
    },
  } satisfies Partial<StableOperationVocabulary>

  const describeAccount: StableOperationVocabulary['describeAccount'] = async (_input, context) => {
    begin('describeAccount', context)
    const names = [...Object.keys(operations), 'describeAccount'] as OperationName[]
    return { profile: profile('account'), limits, guarantees: fakeGuarantees, operations: names, facts: {} }
  }
  return { ...operations, describeAccount }
}

function page<T>(items: readonly T[], { cursor, limit = pageSize }: PageInput): Page<T> {
  const from = Number(cursor ?? 0)
  const to = from + limit
  return {
    items: items.slice(from, to),
    nextCursor: to < items.length ? String(to) : undefined,
    warnings: [],
  }
}
