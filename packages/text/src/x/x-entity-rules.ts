import type { EntityRule } from '../rules/entity-rules.ts'
import { tagCharacters } from './x-characters.ts'

const checkedAt = '2026-11-25'
const source = 'https://github.com/twitter/twitter-text/tree/master/js/src/regexp'

/** What X takes for an account, a hashtag and a ticker symbol. */
export const xEntityRules = {
  mention: { signs: ['@', '＠'], namePattern: '[A-Za-z0-9_]{1,20}', source, checkedAt },
  /** Letters, digits and `_` of any script, with one letter at least. */
  hashtag: {
    signs: ['#', '＃'],
    namePattern: `(?![\\ufe0f\\u20e3])(?=[${tagCharacters}]*[\\p{L}\\p{M}])[${tagCharacters}]+`,
    source,
    checkedAt,
  },
  cashtag: { signs: ['$'], namePattern: '[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?', source, checkedAt },
} as const satisfies Record<string, EntityRule>
