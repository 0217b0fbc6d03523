import { isLanguage } from '../syntax/language.ts'
import { isUri } from '../syntax/values.ts'

/** An address as records hold it: one with letters outside of ASCII is written the way URIs are. */
export function toUri(address: string): string {
  return isUri(address) || !URL.canParse(address) ? address : new URL(address).href
}

/** A language tag as records hold it: case means nothing in one, and the language must be in lower case. */
export function toLanguage(tag: string): string {
  return isLanguage(tag) ? tag : tag.toLowerCase()
}
