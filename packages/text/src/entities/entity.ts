/** Where something stands in a text. Ends are exclusive. */
export interface TextSpan {
  /** The characters themselves: `source.slice(start, end)`. */
  readonly text: string
  /** Offset in UTF-16 units, as JavaScript counts strings. */
  readonly start: number
  /** Offset in UTF-16 units, just behind the last one. */
  readonly end: number
  /** Offset in bytes of the text encoded as UTF-8, as AT Protocol facets count (`byteStart`). */
  readonly utf8Start: number
  /** Offset in bytes of the text encoded as UTF-8, just behind the last one (`byteEnd`). */
  readonly utf8End: number
}

/** An http or https address, as it stands in the text. */
export interface UrlEntity extends TextSpan {
  readonly kind: 'url'
}

/**
 * How a mention names a person: `fediverse` is `@user` or `@user@host.tld`, `atproto` is an AT Protocol handle,
 * `@name.domain.tld`.
 */
export type MentionForm = 'fediverse' | 'atproto'

/** A person named with a leading `@`. Nothing is looked up: the person may not exist. */
export interface MentionEntity extends TextSpan {
  readonly kind: 'mention'
  readonly form: MentionForm
  /** The mention without its leading `@`, in the author's own spelling: `user`, `user@host.tld`, `name.domain.tld`. */
  readonly handle: string
  /** The host of a remote fediverse handle; missing on a local one and on an AT Protocol handle. */
  readonly host?: string | undefined
}

/** A word marked with `#` or `＃`. */
export interface HashtagEntity extends TextSpan {
  readonly kind: 'hashtag'
  /** The tag without its sign, in the author's own spelling. */
  readonly tag: string
}

/** Anything in a text that must not be cut and that a platform may turn into a link. */
export type TextEntity = UrlEntity | MentionEntity | HashtagEntity
