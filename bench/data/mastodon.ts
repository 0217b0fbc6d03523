/** Answers as a Mastodon server gives them: made up here, with the fields and sizes of real ones. */

const words = 'bread lemon morning oven flour market street open today fresh quiet window coffee neighbour bell'.split(
  ' ',
)

/** A text without markup, different for each seed. */
function sentence(seed: number, length: number): string {
  return Array.from({ length }, (_, index) => words[(seed * 7 + index * 3) % words.length]).join(' ')
}

function account(seed: number) {
  const name = `person${seed}`
  const url = `https://social.example/@${name}`
  return {
    id: String(110_000_000_000 + seed),
    username: name,
    acct: seed % 3 === 0 ? name : `${name}@other.example`,
    display_name: `Person ${seed} :bread:`,
    locked: false,
    bot: false,
    discoverable: true,
    indexable: true,
    group: false,
    created_at: '2022-11-05T00:00:00.000Z',
    note: `<p>${sentence(seed, 20)}</p><p>More at <a href="https://example.com/${name}" rel="nofollow noopener" target="_blank"><span class="invisible">https://</span><span class="">example.com/${name}</span></a></p>`,
    url,
    uri: `https://social.example/users/${name}`,
    avatar: `https://files.social.example/avatars/${name}.png`,
    avatar_static: `https://files.social.example/avatars/${name}.png`,
    header: `https://files.social.example/headers/${name}.png`,
    header_static: `https://files.social.example/headers/${name}.png`,
    followers_count: 120 + seed,
    following_count: 80 + seed,
    statuses_count: 900 + seed,
    last_status_at: '2026-11-20',
    hide_collections: false,
    emojis: [
      {
        shortcode: 'bread',
        url: 'https://files.social.example/bread.png',
        static_url: 'https://files.social.example/bread.png',
        visible_in_picker: true,
      },
    ],
    fields: [
      {
        name: 'Web',
        value: `<a href="https://example.com/${name}" rel="me">example.com/${name}</a>`,
        verified_at: '2024-01-02T03:04:05.000+00:00',
      },
      { name: 'Town', value: sentence(seed, 2), verified_at: null },
    ],
  }
}

function attachment(seed: number) {
  const file = `https://files.social.example/media/${seed}`
  return {
    id: String(seed),
    type: 'image',
    url: `${file}/original.jpg`,
    preview_url: `${file}/small.jpg`,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: {
      original: { width: 1600, height: 1200, size: '1600x1200', aspect: 1.333 },
      small: { width: 588, height: 441, size: '588x441', aspect: 1.333 },
    },
    description: sentence(seed, 12),
    blurhash: 'UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH',
  }
}

/** One status of 2 to 4 KB; every fifth is a repost of another. */
export function status(seed: number, depth = 0): object {
  const id = String(113_000_000_000_000 + seed)
  const common = {
    id,
    created_at: new Date(Date.UTC(2026, 10, 1) + seed * 60_000).toISOString(),
    in_reply_to_id: seed % 4 === 1 ? String(113_000_000_000_000 - seed) : null,
    in_reply_to_account_id: seed % 4 === 1 ? '110000000001' : null,
    sensitive: false,
    spoiler_text: seed % 10 === 3 ? 'Food' : '',
    visibility: 'public',
    language: 'en',
    uri: `https://social.example/users/person${seed % 9}/statuses/${id}`,
    url: `https://social.example/@person${seed % 9}/${id}`,
    replies_count: seed % 7,
    reblogs_count: seed % 5,
    favourites_count: seed % 11,
    quotes_count: 0,
    edited_at: null,
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    pinned: false,
    application: { name: 'Web', website: null },
    account: account(seed % 9),
    emojis: [],
    card: null,
    poll: null,
    quote: null,
  }
  if (seed % 5 === 4 && depth === 0) {
    const reblog = status(seed + 1000, 1)
    return { ...common, content: '', reblog, media_attachments: [], mentions: [], tags: [] }
  }
  return {
    ...common,
    reblog: null,
    content: `<p>${sentence(seed, 24)} &amp; more</p><p>${sentence(seed + 1, 8)}<br />See <a href="https://example.com/news/${seed}" target="_blank" rel="nofollow noopener"><span class="invisible">https://</span><span class="">example.com/news/${seed}</span></a> <a href="https://social.example/tags/bread" class="mention hashtag" rel="tag">#<span>bread</span></a></p>`,
    media_attachments: seed % 3 === 0 ? [attachment(seed)] : [],
    mentions:
      seed % 4 === 1
        ? [{ id: '110000000001', username: 'person1', url: 'https://social.example/@person1', acct: 'person1' }]
        : [],
    tags: [{ name: 'bread', url: 'https://social.example/tags/bread' }],
  }
}

/** A page of 40 statuses, the most that a server gives. */
export const statusPage = JSON.stringify(Array.from({ length: 40 }, (_, index) => status(index + 1)))

/** What the server says about itself. */
export const instance = JSON.stringify({
  domain: 'social.example',
  title: 'Social',
  version: '4.5.1',
  source_url: 'https://github.com/mastodon/mastodon',
  api_versions: { mastodon: 7 },
  configuration: {
    statuses: { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 },
    media_attachments: { supported_mime_types: ['image/jpeg', 'image/png'], image_size_limit: 16_777_216 },
    polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
  },
})

/** The account behind the token. */
export const ownAccount = JSON.stringify(account(1))
