import { asArray, asString } from '@tutti/adapter-kit'
import { membersOf, type Raw } from '../read/members-of.ts'

/** Whether a post carries a hashtag, in its text or beside it. Letters of either case are the same. */
export function hasHashtag(record: Raw, hashtag: string): boolean {
  const wanted = fold(hashtag)
  const features = asArray(record.facets).flatMap((facet) => asArray(membersOf(facet).features))
  const inText = features.map((feature) => asString(membersOf(feature).tag))
  return [...inText, ...asArray(record.tags)].some((tag) => typeof tag === 'string' && fold(tag) === wanted)
}

const fold = (tag: string) =>
  tag
    .replace(/^[#＃]/, '')
    .normalize('NFC')
    .toLowerCase()
