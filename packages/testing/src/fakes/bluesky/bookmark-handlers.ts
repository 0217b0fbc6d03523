import { createAppView } from './app-view.ts'
import { paged } from './paged.ts'
import { invalidRequest } from './refusal.ts'
import { type FakeNetwork, method } from './xrpc.ts'

/** Bookmarks: kept by the AppView, seen by their owner alone. */
export function bookmarkHandlers(network: FakeNetwork) {
  const { ledger, tools } = network
  const keyOf = (did: string, uri: string) => `${did} ${uri}`

  return [
    method(network, 'post', 'app.bsky.bookmark.createBookmark', async ({ request, viewer }) => {
      const { uri, cid } = (await request.json()) as { uri?: string; cid?: string }
      if (uri === undefined || cid === undefined) throw invalidRequest('Input must have the property "cid"')
      const key = keyOf(viewer.did, uri)
      const at = ledger.bookmarks.get(key)?.at ?? tools.clock.now()
      ledger.bookmarks.set(key, { did: viewer.did, uri, cid, at })
      return undefined
    }),
    method(network, 'post', 'app.bsky.bookmark.deleteBookmark', async ({ request, viewer }) => {
      const { uri } = (await request.json()) as { uri: string }
      ledger.bookmarks.delete(keyOf(viewer.did, uri))
      return undefined
    }),
    method(network, 'get', 'app.bsky.bookmark.getBookmarks', (call) => {
      const app = createAppView(network, call.viewer.did, call.url.origin)
      const mine = [...ledger.bookmarks.values()].filter(({ did }) => did === call.viewer.did)
      const entries = mine.map(({ uri, cid, at }) => {
        const record = app.get(uri)
        const item = record
          ? { $type: 'app.bsky.feed.defs#postView', ...app.post(record) }
          : { $type: 'app.bsky.feed.defs#notFoundPost', uri, notFound: true }
        return { item: { subject: { uri, cid }, createdAt: new Date(at).toISOString(), item }, at, cid }
      })
      return paged('bookmarks', entries, call)
    }),
  ]
}
