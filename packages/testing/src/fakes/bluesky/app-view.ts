import { viewEmbed } from './embed-view.ts'
import { splitUri } from './identifiers.ts'
import { type FakeBlueskyRecord, type FakeBlueskyRecordValue, findAccount } from './ledger.ts'
import type { FakeNetwork } from './xrpc.ts'

type Ref = { readonly uri: string; readonly cid: string }
type Reply = { readonly root: Ref; readonly parent: Ref }

/** What the AppView knows of the ledger, and how it shows it to one account. */
export interface AppView {
  /** Records of a collection that the AppView has seen, oldest first. */
  list(collection: string): readonly FakeBlueskyRecord[]
  get(uri: string): FakeBlueskyRecord | undefined
  profile(did: string): object
  fullProfile(did: string): object
  post(record: FakeBlueskyRecord): object
  threadgate(rootUri: string): object | undefined
}

/** The AppView as `viewerDid` sees it now. It lags behind the accounts' servers by `appViewDelayMs`. */
export function createAppView({ ledger, tools, settings }: FakeNetwork, viewerDid: string, origin: string): AppView {
  const seenUntil = tools.clock.now() - settings.appViewDelayMs
  const all = [...ledger.records.values()].filter(({ writtenAt }) => writtenAt <= seenUntil)
  const list = (collection: string) => all.filter((record) => record.collection === collection)
  const own = (collection: string, isAbout: (value: FakeBlueskyRecordValue) => boolean) =>
    list(collection).find((record) => record.did === viewerDid && isAbout(record.value))?.uri

  const profile = (did: string) => {
    const blocking = own('app.bsky.graph.block', ({ subject }) => subject === did)
    const following = own('app.bsky.graph.follow', ({ subject }) => subject === did)
    return {
      did,
      handle: findAccount(ledger, did)?.handle ?? 'handle.invalid',
      associated: { activitySubscription: { allowSubscriptions: 'followers' } },
      viewer: {
        muted: ledger.mutes.has(`${viewerDid} ${did}`),
        blockedBy: false,
        ...(blocking === undefined ? {} : { blocking }),
        ...(following === undefined ? {} : { following }),
      },
      labels: [],
    }
  }
  const countBy = (collection: string, isAbout: (value: FakeBlueskyRecordValue) => boolean) =>
    new Set(list(collection).flatMap((record) => (isAbout(record.value) ? [record.did] : []))).size
  const countPosts = (isAbout: (value: FakeBlueskyRecordValue) => boolean) =>
    list('app.bsky.feed.post').filter((record) => isAbout(record.value)).length

  const post = (record: FakeBlueskyRecord) => {
    const { uri, cid, value, did } = record
    const isAbout = (like: FakeBlueskyRecordValue) => (like.subject as Ref | undefined)?.uri === uri
    const like = own('app.bsky.feed.like', isAbout)
    const repost = own('app.bsky.feed.repost', isAbout)
    const embed = viewEmbed(value.embed, { did, origin, viewQuoted })
    const gate = threadgate(uri)
    return {
      uri,
      cid,
      author: profile(did),
      record: value,
      ...(embed ? { embed } : {}),
      bookmarkCount: [...ledger.bookmarks.values()].filter((bookmark) => bookmark.uri === uri).length,
      replyCount: countPosts((other) => (other.reply as Reply | undefined)?.parent.uri === uri),
      repostCount: countBy('app.bsky.feed.repost', isAbout),
      likeCount: countBy('app.bsky.feed.like', isAbout),
      quoteCount: countPosts((other) => quotedUri(other) === uri),
      indexedAt: new Date(record.writtenAt).toISOString(),
      viewer: {
        bookmarked: ledger.bookmarks.has(`${viewerDid} ${uri}`),
        threadMuted: false,
        ...(like ? { like } : {}),
        ...(repost ? { repost } : {}),
      },
      labels: [],
      ...(gate ? { threadgate: gate } : {}),
    }
  }
  const viewQuoted = (uri: string) => {
    const quoted = all.find((record) => record.uri === uri)
    if (!quoted) return { $type: 'app.bsky.embed.record#viewNotFound', uri, notFound: true }
    const { cid, did, value, writtenAt } = quoted
    const indexedAt = new Date(writtenAt).toISOString()
    return { $type: 'app.bsky.embed.record#viewRecord', uri, cid, author: profile(did), value, labels: [], indexedAt }
  }
  const threadgate = (rootUri: string) => {
    const { did, rkey } = splitUri(rootUri)
    const gate = all.find(({ uri }) => uri === `at://${did}/app.bsky.feed.threadgate/${rkey}`)
    return gate && { uri: gate.uri, cid: gate.cid, record: gate.value, lists: [] }
  }

  return {
    list,
    get: (uri) => all.find((record) => record.uri === uri),
    profile,
    fullProfile: (did) => ({
      ...profile(did),
      indexedAt: new Date(0).toISOString(),
      followersCount: countBy('app.bsky.graph.follow', ({ subject }) => subject === did),
      followsCount: list('app.bsky.graph.follow').filter((record) => record.did === did).length,
      postsCount: list('app.bsky.feed.post').filter((record) => record.did === did).length,
    }),
    post,
    threadgate,
  }
}

/** What a post quotes, with or without media beside it. */
export function quotedUri(value: FakeBlueskyRecordValue): string | undefined {
  const embed = value.embed as { $type?: string; record?: Ref & { record?: Ref } } | undefined
  if (embed?.$type === 'app.bsky.embed.record') return embed.record?.uri
  return embed?.$type === 'app.bsky.embed.recordWithMedia' ? embed.record?.record?.uri : undefined
}
