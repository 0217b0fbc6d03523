import type { InteractionRef, PostRef, ProfileRef } from '@tutti/model'
import type { PlatformUnderTest, StandingPost } from '@tutti/testing'
import type { RealAccount, RealNetwork, RealSession } from './real-network.ts'

/** The real network as `describeAdapter` takes it: two accounts made for the run, and a look at the records. */
export interface RealPlatform extends PlatformUnderTest {
  /** The account under test. `start` must have been called. */
  readonly account: RealAccount
}

interface PostValue {
  readonly text: string
  readonly createdAt: string
  readonly langs?: readonly string[]
  readonly reply?: { readonly root: StrongRef; readonly parent: StrongRef }
  readonly embed?: Embed
}

interface Embed {
  readonly images?: readonly { readonly alt: string }[]
  readonly external?: { readonly uri: string }
  readonly media?: Embed
  readonly record?: { readonly uri?: string; readonly record?: { readonly uri: string } }
}

type StrongRef = { readonly uri: string; readonly cid: string }
type PostRecord = StrongRef & { readonly value: PostValue }

const collection = 'app.bsky.feed.post'
const missingUri = (did: string) => `at://${did}/${collection}/3aaaaaaaaaa2a`
const missingDid = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

/** Makes the platform. Accounts are created when it starts. */
export function createRealPlatform(network: RealNetwork): RealPlatform {
  let account: RealSession | undefined
  let other: RealSession | undefined

  const started = <T>(session: T | undefined): T => {
    if (session === undefined) throw new Error('the platform was not started')
    return session
  }
  const signUp = async (name: string) => network.signIn(await network.createAccount(name))
  const write = async (session: RealSession, kind: string, value: object): Promise<StrongRef> => {
    const record = { $type: kind, createdAt: new Date().toISOString(), ...value }
    const { uri, cid } = await session.call('com.atproto.repo.createRecord', {
      repo: session.did,
      collection: kind,
      record,
    })
    return { uri: String(uri), cid: String(cid) }
  }
  const strongRef = ({ id, facts }: PostRef | InteractionRef): StrongRef => ({ uri: id, cid: String(facts?.cid) })

  return {
    get account() {
      return started(account)
    },
    async start() {
      account = await signUp('kit-')
      other = await signUp('kito-')
      await network.process()
      return network.pds
    },
    async stop() {},
    async clear() {
      // Who is blocked can't comment any more; whom one follows one follows already.
      const kinds = ['app.bsky.graph.block', 'app.bsky.graph.follow']
      const standing = (await Promise.all(kinds.map((kind) => listRecords(started(account), kind)))).flat()
      for (const { uri } of standing) {
        const [kind, rkey] = uri.split('/').slice(-2)
        const body = { repo: started(account).did, collection: kind, rkey }
        await started(account).call('com.atproto.repo.deleteRecord', body)
      }
      if (standing.length > 0) await network.process()
    },
    async standingPosts() {
      const records = await listRecords(started(account), collection)
      const oldestFirst = records.toSorted((a, b) => (a.value.createdAt < b.value.createdAt ? -1 : 1))
      return oldestFirst.map(readStandingPost)
    },
    async seedPost({ by, text }) {
      const ref = await write(started(by === 'account' ? account : other), collection, { text, ...hashtagFacets(text) })
      await network.waitForPost(ref.uri)
      return refTo('post', ref, null)
    },
    async seedComment({ post, text }) {
      const parent = strongRef(post)
      const root = (post.facts?.root ?? parent) as StrongRef
      const ref = await write(started(other), collection, { text, reply: { root, parent } })
      await network.process()
      return refTo('interaction', ref, root)
    },
    async seedReaction({ post }) {
      await write(started(other), 'app.bsky.feed.like', { subject: strongRef(post) })
      await network.process()
    },
    async isHidden({ id, facts }) {
      const root = facts?.root as StrongRef
      const rkey = root.uri.split('/').at(-1)
      const gates = await listRecords(started(account), 'app.bsky.feed.threadgate')
      const gate = gates.find(({ uri }) => uri.endsWith(`/${rkey}`))?.value as { hiddenReplies?: string[] } | undefined
      return gate?.hiddenReplies?.includes(id) ?? false
    },
    otherProfile: (): ProfileRef => profileRef(started(other).did),
    // The kit asks for it before it has started the platform, too.
    get missing() {
      return {
        post: { v: 1, kind: 'post', platform: 'bluesky', id: missingUri(account?.did ?? missingDid) },
        interaction: { v: 1, kind: 'interaction', platform: 'bluesky', id: missingUri(missingDid) },
        profile: profileRef(missingDid),
      } as const
    },
  }
}

/** As an app writes them for the hashtags of a text. */
function hashtagFacets(text: string) {
  const facets = [...text.matchAll(/(?<=\s)#(\w+)/g)].map(({ 0: shown, 1: tag, index }) => {
    const byteStart = Buffer.byteLength(text.slice(0, index))
    const features = [{ $type: 'app.bsky.richtext.facet#tag', tag }]
    return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(shown) }, features }
  })
  return facets.length === 0 ? {} : { facets }
}

async function listRecords(session: RealSession, kind: string): Promise<readonly PostRecord[]> {
  const records: PostRecord[] = []
  let cursor: string | undefined
  do {
    const parameters = { repo: session.did, collection: kind, limit: '100', ...(cursor ? { cursor } : {}) }
    const page = await session.query('com.atproto.repo.listRecords', parameters)
    records.push(...(page.records as readonly PostRecord[]))
    cursor = page.cursor as string | undefined
  } while (cursor !== undefined)
  return records
}

function readStandingPost({ uri, value }: PostRecord): StandingPost {
  const { embed } = value
  const shown = embed?.media ?? embed
  return {
    id: uri,
    text: value.text,
    media: (shown?.images ?? []).map(({ alt }) => ({ kind: 'image', alt })),
    link: shown?.external?.uri,
    replyTo: value.reply?.parent.uri,
    quote: embed?.record?.record?.uri ?? embed?.record?.uri,
    visibility: 'public',
    languages: value.langs,
  }
}

const profileRef = (did: string): ProfileRef => ({ v: 1, kind: 'profile', platform: 'bluesky', id: did })

function refTo<Kind extends 'post' | 'interaction'>(kind: Kind, { uri, cid }: StrongRef, root: StrongRef | null) {
  return { v: 1 as const, kind, platform: 'bluesky', id: uri, facts: { cid, root } }
}
