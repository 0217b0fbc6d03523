/** Answers as a Bluesky server gives them: made up here, with the fields and sizes of real ones. */

const words = 'bread lemon morning oven flour market street open today fresh quiet window coffee neighbour bell'.split(
  ' ',
)

/** The account that everything is done as. */
export const did = 'did:plc:abcdefghijklmnopqrstuvwx'
export const handle = 'bakery.example'

/** Well-formed, and of nothing. */
export const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
const blobCid = 'bafkreiavd36rpbzzpumtzqzuvtikzsgfjuwdvecsmvbuchkhrkpw4ylwpu'

function sentence(seed: number, length: number): string {
  return Array.from({ length }, (_, index) => words[(seed * 7 + index * 3) % words.length]).join(' ')
}

function author(seed: number) {
  return {
    did: seed === 0 ? did : `did:plc:${String(seed).padStart(24, 'abcdefghijklmnopqrstuvwx').replaceAll(/[01]/g, 'a')}`,
    handle: seed === 0 ? handle : `person${seed}.example`,
    displayName: `Person ${seed}`,
    avatar: `https://cdn.bsky.example/img/avatar/plain/${did}/${blobCid}@jpeg`,
    associated: { chat: { allowIncoming: 'following' } },
    viewer: { muted: false, blockedBy: false },
    labels: [],
    createdAt: '2024-01-02T03:04:05.000Z',
  }
}

function recordKey(seed: number): string {
  return `3l${String(seed)
    .padStart(11, '2')
    .replaceAll(/[0189]/g, 'k')}`
}

/** One entry of a feed, about 2 KB. */
function feedItem(seed: number): object {
  const text = `${sentence(seed, 24)} https://example.com/news/${seed} #bread`
  const link = text.indexOf('https://')
  const tag = text.indexOf('#bread')
  const image = { $type: 'blob', ref: { $link: blobCid }, mimeType: 'image/jpeg', size: 345_678 }
  const aspectRatio = { width: 1600, height: 1200 }
  const hasImage = seed % 3 === 0
  const createdAt = new Date(Date.UTC(2026, 10, 1) + seed * 60_000).toISOString()
  return {
    post: {
      uri: `at://${did}/app.bsky.feed.post/${recordKey(seed)}`,
      cid,
      author: author(0),
      record: {
        $type: 'app.bsky.feed.post',
        createdAt,
        text,
        langs: ['en'],
        facets: [
          {
            features: [{ $type: 'app.bsky.richtext.facet#link', uri: `https://example.com/news/${seed}` }],
            index: { byteStart: link, byteEnd: tag - 1 },
          },
          {
            features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'bread' }],
            index: { byteStart: tag, byteEnd: tag + 6 },
          },
        ],
        ...(hasImage
          ? { embed: { $type: 'app.bsky.embed.images', images: [{ alt: sentence(seed, 12), aspectRatio, image }] } }
          : {}),
      },
      ...(hasImage
        ? {
            embed: {
              $type: 'app.bsky.embed.images#view',
              images: [
                {
                  thumb: `https://cdn.bsky.example/img/feed_thumbnail/plain/${did}/${blobCid}@jpeg`,
                  fullsize: `https://cdn.bsky.example/img/feed_fullsize/plain/${did}/${blobCid}@jpeg`,
                  alt: sentence(seed, 12),
                  aspectRatio,
                },
              ],
            },
          }
        : {}),
      bookmarkCount: 0,
      replyCount: seed % 7,
      repostCount: seed % 5,
      likeCount: seed % 11,
      quoteCount: 0,
      indexedAt: createdAt,
      viewer: { bookmarked: false, threadMuted: false, embeddingDisabled: false },
      labels: [],
    },
    ...(seed % 5 === 4
      ? { reason: { $type: 'app.bsky.feed.defs#reasonRepost', by: author(seed % 9), indexedAt: createdAt } }
      : {}),
  }
}

/** A page of 80 entries. */
export const feedPage = JSON.stringify({
  feed: Array.from({ length: 80 }, (_, index) => feedItem(index + 1)),
  cursor: '2026-11-01T00:00:00.000Z',
})

const expiresAt = Math.floor(Date.UTC(2040, 0, 1) / 1000)
const claims = Buffer.from(JSON.stringify({ sub: did, exp: expiresAt, scope: 'com.atproto.access' })).toString(
  'base64url',
)
const token = `eyJhbGciOiJIUzI1NiJ9.${claims}.c2lnbmF0dXJl`

/** A session that lasts. */
export const session = { did, handle, email: 'bakery@example.com', accessJwt: token, refreshJwt: token, active: true }

/** Answers that are the same every time, by method. */
export const answers: Readonly<Record<string, string>> = {
  'com.atproto.server.createSession': JSON.stringify(session),
  'com.atproto.server.refreshSession': JSON.stringify(session),
  'com.atproto.server.getSession': JSON.stringify({ did, handle, active: true }),
  'com.atproto.server.describeServer': JSON.stringify({ did: 'did:web:localhost', availableUserDomains: [] }),
  'app.bsky.actor.getProfile': JSON.stringify(author(0)),
  'app.bsky.feed.getAuthorFeed': feedPage,
}

/** The answer to a record that was created. */
export function created(sequence: number): string {
  const uri = `at://${did}/app.bsky.feed.post/${recordKey(sequence)}`
  return JSON.stringify({ uri, cid, commit: { cid, rev: recordKey(sequence) }, validationStatus: 'valid' })
}
