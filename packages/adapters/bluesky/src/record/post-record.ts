import type { PreparedPart } from '@tutti/model'
import type { BlueskyPostOptions } from '../options.ts'
import type { Raw } from '../read/members-of.ts'
import { makeEmbed } from './embed.ts'
import type { StagedFacts } from './staged-facts.ts'
import { toLanguage } from './to-lexicon-form.ts'

/** The `app.bsky.feed.post` record of one part: the same for the same input, whenever it is made. */
export function makePostRecord(part: PreparedPart, createdAt: number, staged: StagedFacts): Raw {
  const { facets } = staged
  const embed = makeEmbed(part, staged)
  const { selfLabels = [], tags = [] } = part.platformOptions as BlueskyPostOptions
  return {
    $type: 'app.bsky.feed.post',
    text: part.text,
    createdAt: new Date(createdAt).toISOString(),
    ...(facets.length > 0 ? { facets } : {}),
    ...(staged.reply ? { reply: staged.reply } : {}),
    ...(embed ? { embed } : {}),
    ...(part.languages && part.languages.length > 0 ? { langs: part.languages.map(toLanguage) } : {}),
    ...(selfLabels.length > 0
      ? { labels: { $type: 'com.atproto.label.defs#selfLabels', values: selfLabels.map((val) => ({ val })) } }
      : {}),
    ...(tags.length > 0 ? { tags } : {}),
  }
}
