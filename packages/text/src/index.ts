export { countCodePoints } from './counting/count-code-points.ts'
export { countGraphemes } from './counting/count-graphemes.ts'
export { type CountMastodonOptions, countMastodon } from './counting/count-mastodon.ts'
export { countUtf8Bytes } from './counting/count-utf8-bytes.ts'
export type {
  HashtagEntity,
  MentionEntity,
  MentionForm,
  TextEntity,
  TextSpan,
  UrlEntity,
} from './entities/entity.ts'
export { type FindEntitiesOptions, findEntities } from './entities/find-entities.ts'
export { findHashtags } from './entities/find-hashtags.ts'
export { type FindMentionsOptions, findMentions } from './entities/find-mentions.ts'
export { findUrls } from './entities/find-urls.ts'
export { codePointRule, graphemeRule, mastodonRule, utf8ByteRule } from './rules/common-rules.ts'
export { fitsTextRules, type TextRule } from './rules/text-rule.ts'
export type { PartCounter } from './splitting/cut-counted-parts.ts'
export { type SplitTextOptions, splitText } from './splitting/split-text.ts'
export { joinParts, type TextPart } from './splitting/text-part.ts'
export { type TruncateTextOptions, truncateText } from './splitting/truncate-text.ts'
