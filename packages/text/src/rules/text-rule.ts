/**
 * How long a text may be, by one way of counting. A platform may have several, which then hold at once: Bluesky allows
 * 300 graphemes and 3000 UTF-8 bytes. An adapter's text limit is one with its `countText` bound to it.
 */
export interface TextRule {
  /** What is counted, for messages and previews: `graphemes`, `utf8-bytes`, `mastodon-characters` … */
  readonly unit: string
  /** The highest count that is allowed. */
  readonly maximum: number
  /**
   * Counts a text. It must always count the same text the same, and appending to a text should not lower its count:
   * where it does, a text may be split into more parts than it needs, but never into one that is too long.
   */
  count(text: string): number
}

/** Whether a text keeps all of the rules. True when there are none. */
export function fitsTextRules(text: string, rules: readonly TextRule[]): boolean {
  return rules.every((rule) => rule.count(text) <= rule.maximum)
}
