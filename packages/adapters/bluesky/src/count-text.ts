import type { CountContext } from '@tutti/model'
import { countGraphemes, countUtf8Bytes } from '@tutti/text/counting'

/** Length of a text by one of the two rules, which hold at once. */
export function countText(text: string, { limit }: CountContext): number {
  return limit.unit === 'utf8-bytes' ? countUtf8Bytes(text) : countGraphemes(text)
}
