import { createAppView } from './app-view.ts'
import { type FakeBlueskyRecord, findAccount } from './ledger.ts'
import { paged } from './paged.ts'
import { invalidRequest, XrpcRefusal } from './refusal.ts'
import { type Call, type FakeNetwork, method, pageSize, required } from './xrpc.ts'

/** Who follows whom, what can be searched for, what many talk about, and what is reported. */
export function peopleHandlers(network: FakeNetwork) {
  const { ledger, tools } = network
  const view = ({ viewer, url }: Call) => createAppView(network, viewer.did, url.origin)
  const profiles = (call: Call, name: string, did: (follow: FakeBlueskyRecord) => string, isOf: FollowTest) => {
    const actor = findAccount(ledger, required(call.parameters, 'actor'))
    if (!actor) throw invalidRequest(`Actor not found: ${call.parameters.get('actor')}`)
    const app = view(call)
    const entries = app
      .list('app.bsky.graph.follow')
      .filter((follow) => isOf(follow, actor.did))
      .map((follow) => ({ item: app.profile(did(follow)), at: follow.writtenAt, cid: follow.cid }))
    return { subject: app.profile(actor.did), ...paged(name, entries, call) }
  }

  return [
    method(network, 'get', 'app.bsky.graph.getFollowers', (call) =>
      profiles(call, 'followers', (follow) => follow.did, isAbout),
    ),
    method(network, 'get', 'app.bsky.graph.getFollows', (call) =>
      profiles(call, 'follows', (follow) => follow.value.subject as string, isBy),
    ),
    method(network, 'get', 'app.bsky.feed.searchPosts', (call) => {
      const words = required(call.parameters, 'q').toLowerCase().split(/\s+/)
      const app = view(call)
      const entries = app
        .list('app.bsky.feed.post')
        .filter(({ value }) => words.every((word) => String(value.text).toLowerCase().includes(word)))
        .map((record) => ({ item: app.post(record), at: record.writtenAt, cid: record.cid }))
      return paged('posts', entries, call)
    }),
    method(network, 'get', 'app.bsky.actor.searchActors', (call) => {
      const wanted = required(call.parameters, 'q').toLowerCase()
      const app = view(call)
      const found = ledger.accounts.filter(({ handle }) => handle.includes(wanted))
      return { actors: found.slice(0, pageSize(call.parameters, 'searchActors')).map(({ did }) => app.profile(did)) }
    }),
    method(network, 'get', 'app.bsky.unspecced.getTrends', ({ parameters }) => ({
      trends: ledger.trends.slice(0, Number(parameters.get('limit') ?? 10)).map(({ name, postCount }, index) => ({
        topic: name.toLowerCase(),
        displayName: name,
        link: `/profile/trending.bsky.app/feed/${index + 1}`,
        startedAt: new Date(tools.clock.now()).toISOString(),
        postCount,
        actors: [],
      })),
    })),
    method(network, 'post', 'com.atproto.moderation.createReport', async ({ request, viewer }) => {
      const report = (await request.json()) as { reasonType: string; reason?: string; subject: { $type: string } }
      if (!report.subject?.$type) throw new XrpcRefusal(400, 'InvalidRequest', 'Input must have a subject')
      ledger.reports.push({ ...report, reportedBy: viewer.did })
      const createdAt = new Date(tools.clock.now()).toISOString()
      return { id: ledger.reports.length, createdAt, reportedBy: viewer.did, ...report }
    }),
  ]
}

type FollowTest = (follow: FakeBlueskyRecord, did: string) => boolean
const isAbout: FollowTest = ({ value }, did) => value.subject === did
const isBy: FollowTest = (follow, did) => follow.did === did
