export { countCodePoints } from './counting/count-code-points.ts'
export { countGraphemes } from './counting/count-graphemes.ts'
export { type CountMastodonOptions, countMastodon } from './counting/count-mastodon.ts'
export { countUtf8Bytes } from './counting/count-utf8-bytes.ts'
export { countUtf16Units } from './counting/count-utf16-units.ts'
export { isAtprotoHandle } from './entities/atproto-handle.ts'
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
export { decorateLinks } from './links/decorate-links.ts'
export { decorateUrl } from './links/decorate-url.ts'
export type { LinkDecoration, UtmTemplates } from './links/link-decoration.ts'
export { collapseBlankLines } from './rich-text/collapse-blank-lines.ts'
export { editText, type RichText, type TextEdit } from './rich-text/edit-text.ts'
export { segmentText, type TextRange, type TextSegment } from './rich-text/segment-text.ts'
export { codePointRule, graphemeRule, mastodonRule, utf8ByteRule, utf16UnitRule } from './rules/common-rules.ts'
export { type EntityRule, isEntityName } from './rules/entity-rules.ts'
export { mastodonEntityRules } from './rules/mastodon-entity-rules.ts'
export { fitsTextRules, type TextRule } from './rules/text-rule.ts'
export type { PartCounter } from './splitting/part-frame.ts'
export { type SplitTextOptions, splitText } from './splitting/split-text.ts'
export { joinParts, type TextPart } from './splitting/text-part.ts'
export { type TruncateTextOptions, truncateText } from './splitting/truncate-text.ts'
