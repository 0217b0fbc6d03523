import type { HashtagEntity, MentionEntity, TextSpan, UrlEntity } from '../entities/entity.ts'

/** An address that Bluesky's app turns into a link. */
export interface BlueskyUrlEntity extends UrlEntity {
  /** Where the link leads: the address, with `https://` before it where the text has no scheme. */
  readonly uri: string
}

/** A ticker symbol marked with `$`. */
export interface BlueskyCashtagEntity extends TextSpan {
  readonly kind: 'cashtag'
  /** The symbol in capitals, without its sign. */
  readonly symbol: string
}

/** Anything in a text that Bluesky's app turns into a link. */
export type BlueskyEntity = BlueskyUrlEntity | MentionEntity | HashtagEntity | BlueskyCashtagEntity
