import type { EntityRule } from '../rules/entity-rules.ts'

const checkedAt = '2026-11-25'
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const facetSource = 'https://github.com/bluesky-social/atproto/blob/main/packages/api/src/rich-text/util.ts'

/** What ends a tag, as part of a character class: white space, and characters that nobody sees. */
export const unseenInTags = '\\s\\u00ad\\u2060\\u200a-\\u200d\\u20e2'

/** What Bluesky takes for a mention, a tag and a ticker symbol. */
export const blueskyEntityRules = {
  /** An AT Protocol handle. */
  mention: {
    signs: ['@'],
    namePattern: `(?:${label}\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?`,
    maxUtf8Bytes: 253,
    source: 'https://atproto.com/specs/handle',
    checkedAt,
  },
  /** Anything without white space that holds something else than digits and punctuation, and does not end with one. */
  hashtag: {
    signs: ['#', '＃'],
    namePattern: `(?!\\ufe0f)[^${unseenInTags}]*[^\\d\\p{P}${unseenInTags}][^${unseenInTags}]*(?<!\\p{P})`,
    maxGraphemes: 64,
    maxUtf8Bytes: 640,
    source: facetSource,
    checkedAt,
  },
  cashtag: { signs: ['$'], namePattern: '[A-Za-z][A-Za-z0-9]{0,4}', source: facetSource, checkedAt },
} as const satisfies Record<string, EntityRule>
