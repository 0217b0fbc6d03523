import type { TextSpan } from '../entities/entity.ts'

/** Where something stands in a text, by code points too: X's API gives its `indices` in them. Ends are exclusive. */
export interface XSpan extends TextSpan {
  /** Offset in Unicode code points. */
  readonly codePointStart: number
  /** Offset in Unicode code points, just behind the last one. */
  readonly codePointEnd: number
}

/** An address that X turns into a link, as it stands in the text: with or without a scheme. */
export interface XUrlEntity extends XSpan {
  readonly kind: 'url'
}

/** An account, or a list of an account. Nothing is looked up: it may not exist. */
export interface XMentionEntity extends XSpan {
  readonly kind: 'mention'
  /** The account's name without its `@`, in the author's own spelling. */
  readonly name: string
  /** The list's name in `@name/list`, without the slash. */
  readonly list?: string | undefined
}

/** A word marked with `#` or `＃`. */
export interface XHashtagEntity extends XSpan {
  readonly kind: 'hashtag'
  /** The tag without its sign, in the author's own spelling. */
  readonly tag: string
}

/** A ticker symbol marked with `$`. */
export interface XCashtagEntity extends XSpan {
  readonly kind: 'cashtag'
  /** The symbol without its sign, in the author's own spelling. */
  readonly symbol: string
}

/** Anything in a text that X turns into a link. */
export type XEntity = XUrlEntity | XMentionEntity | XHashtagEntity | XCashtagEntity
