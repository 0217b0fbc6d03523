import type { EntityRule } from './entity-rules.ts'

const checkedAt = '2026-11-25'
const word = '\\p{L}\\p{M}\\p{N}\\p{Pc}'

/** What Mastodon takes for a mention and a hashtag; it has no ticker symbols. Other servers of its API may differ. */
export const mastodonEntityRules = {
  /** `user` of the author's own server, or `user@host.tld`. */
  mention: {
    signs: ['@'],
    namePattern: `[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:@[${word}](?:[${word}.-]*[${word}])?)?`,
    source: 'https://github.com/mastodon/mastodon/blob/main/app/models/account.rb',
    checkedAt,
  },
  /** Letters, digits and `_` of any script, with one letter at least; middle dots and a joiner only between them. */
  hashtag: {
    signs: ['#', '＃'],
    namePattern: `(?=[${word}\\u00b7\\u30fb\\u200c]*\\p{Alphabetic})[${word}](?:[${word}\\u00b7\\u30fb\\u200c]*[${word}])?`,
    source: 'https://github.com/mastodon/mastodon/blob/main/app/models/tag.rb',
    checkedAt,
  },
} as const satisfies Record<string, EntityRule>
