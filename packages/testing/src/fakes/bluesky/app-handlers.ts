import { type AppView, createAppView, quotedUri } from './app-view.ts'
import { type FakeBlueskyRecord, findAccount } from './ledger.ts'
import { type Entry, paged } from './paged.ts'
import { invalidRequest, XrpcRefusal } from './refusal.ts'
import { type Call, type FakeNetwork, method, required } from './xrpc.ts'

type Ref = { readonly uri: string; readonly cid: string }
type Reply = { readonly root: Ref; readonly parent: Ref }

/** What the AppView answers: posts, threads, feeds, profiles, notifications, mutes. */
export function appHandlers(network: FakeNetwork) {
  const { ledger } = network
  const view = ({ viewer, url }: Call) => createAppView(network, viewer.did, url.origin)
  const actor = (identifier: string) => {
    const account = findAccount(ledger, identifier)
    if (!account) throw invalidRequest('Profile not found')
    return account
  }
  const changeMute = (change: (key: string) => void) => async (call: Call) => {
    const { actor: muted } = (await call.request.json()) as { actor: string }
    change(`${call.viewer.did} ${actor(muted).did}`)
    return undefined
  }

  return [
    method(network, 'get', 'app.bsky.feed.getPosts', (call) => {
      const uris = call.parameters.getAll('uris')
      if (uris.length > 25) {
        throw invalidRequest(`Invalid app.bsky.feed.getPosts params: array too big (maximum 25, got ${uris.length})`)
      }
      const app = view(call)
      return { posts: uris.flatMap((uri) => app.get(uri) ?? []).map((record) => app.post(record)) }
    }),
    method(network, 'get', 'app.bsky.feed.getAuthorFeed', (call) => {
      const { did } = actor(required(call.parameters, 'actor'))
      const app = view(call)
      const entries = [...app.list('app.bsky.feed.post'), ...app.list('app.bsky.feed.repost')]
        .filter((record) => record.did === did)
        .flatMap((record) => feedEntry(record, app))
      return { feed: [], ...paged('feed', entries, call) }
    }),
    method(network, 'get', 'app.bsky.feed.getPostThread', (call) => {
      const uri = required(call.parameters, 'uri')
      const app = view(call)
      const record = app.get(uri)
      if (!record) throw new XrpcRefusal(400, 'NotFound', `Post not found: ${uri}`)
      const depth = Number(call.parameters.get('depth') ?? 6)
      const threadgate = app.threadgate((record.value.reply as Reply | undefined)?.root.uri ?? uri)
      return { thread: threadNode(record, depth, app), ...(threadgate ? { threadgate } : {}) }
    }),
    method(network, 'get', 'app.bsky.actor.getProfile', (call) =>
      view(call).fullProfile(actor(required(call.parameters, 'actor')).did),
    ),
    method(network, 'get', 'app.bsky.notification.listNotifications', (call) => {
      const reasons = call.parameters.getAll('reasons')
      const notifications = listNotifications(call.viewer.did, view(call)).filter(
        ({ item: { reason } }) => reasons.length === 0 || reasons.includes(reason),
      )
      return { notifications: [], ...paged('notifications', notifications, call), priority: false }
    }),
    method(
      network,
      'post',
      'app.bsky.graph.muteActor',
      changeMute((key) => ledger.mutes.add(key)),
    ),
    method(
      network,
      'post',
      'app.bsky.graph.unmuteActor',
      changeMute((key) => ledger.mutes.delete(key)),
    ),
  ]
}

function feedEntry(record: FakeBlueskyRecord, app: AppView): readonly Entry<object>[] {
  const place = { at: record.writtenAt, cid: record.cid }
  if (record.collection === 'app.bsky.feed.post') return [{ item: { post: app.post(record) }, ...place }]
  const reposted = app.get((record.value.subject as Ref).uri)
  if (!reposted) return []
  const reason = {
    $type: 'app.bsky.feed.defs#reasonRepost',
    by: app.profile(record.did),
    uri: record.uri,
    cid: record.cid,
    indexedAt: new Date(record.writtenAt).toISOString(),
  }
  return [{ item: { post: app.post(reposted), reason }, ...place }]
}

function threadNode(record: FakeBlueskyRecord, depth: number, app: AppView): object {
  const replies = app
    .list('app.bsky.feed.post')
    .filter(({ value }) => (value.reply as Reply | undefined)?.parent.uri === record.uri)
  return {
    post: app.post(record),
    replies: depth > 0 ? replies.map((reply) => threadNode(reply, depth - 1, app)) : [],
    threadContext: {},
    $type: 'app.bsky.feed.defs#threadViewPost',
  }
}

/** What others did towards an account. */
function listNotifications(did: string, app: AppView) {
  const isOwn = (uri: string | undefined) => uri?.startsWith(`at://${did}/`) ?? false
  // The AppView leaves out what the author of the thread has hidden.
  const hidden = new Set(
    app
      .list('app.bsky.feed.threadgate')
      .filter((gate) => gate.did === did)
      .flatMap(({ value }) => (value.hiddenReplies ?? []) as readonly string[]),
  )
  const posts = app.list('app.bsky.feed.post').flatMap((record) => {
    if (hidden.has(record.uri)) return []
    const parent = (record.value.reply as Reply | undefined)?.parent.uri
    const quoted = quotedUri(record.value)
    if (isOwn(parent)) return [{ record, reason: 'reply', reasonSubject: parent }]
    if (isOwn(quoted)) return [{ record, reason: 'quote', reasonSubject: quoted }]
    return mentions(record, did) ? [{ record, reason: 'mention', reasonSubject: undefined }] : []
  })
  const subjects = (collection: string, reason: string) =>
    app.list(collection).flatMap((record) => {
      const { uri } = record.value.subject as Ref
      return isOwn(uri) ? [{ record, reason, reasonSubject: uri }] : []
    })
  const follows = app
    .list('app.bsky.graph.follow')
    .filter(({ value }) => value.subject === did)
    .map((record) => ({ record, reason: 'follow', reasonSubject: undefined }))

  return [
    ...posts,
    ...subjects('app.bsky.feed.like', 'like'),
    ...subjects('app.bsky.feed.repost', 'repost'),
    ...follows,
  ]
    .filter(({ record }) => record.did !== did)
    .map(({ record, reason, reasonSubject }) => ({
      at: record.writtenAt,
      cid: record.cid,
      item: {
        uri: record.uri,
        cid: record.cid,
        author: app.profile(record.did),
        reason,
        ...(reasonSubject === undefined ? {} : { reasonSubject }),
        record: record.value,
        isRead: false,
        indexedAt: new Date(record.writtenAt).toISOString(),
        labels: [],
      },
    }))
}

function mentions({ value }: FakeBlueskyRecord, did: string): boolean {
  const facets = (value.facets ?? []) as readonly { readonly features: readonly { readonly did?: string }[] }[]
  return facets.some(({ features }) => features.some((feature) => feature.did === did))
}
