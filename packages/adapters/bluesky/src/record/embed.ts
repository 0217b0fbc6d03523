import type { PreparedMedia, PreparedPart } from '@tutti/model'
import type { Raw } from '../read/members-of.ts'
import type { BlobRef, StagedFacts } from './staged-facts.ts'
import { toUri } from './to-lexicon-form.ts'

/**
 * What hangs below the text: images or a link's card, a quoted post, or a quoted post with one of
 * the two. Images win over the card: one post can't have both.
 */
export function makeEmbed(part: PreparedPart, staged: StagedFacts): Raw | undefined {
  const media = makeImages(part.media, staged.blobs) ?? makeCard(part.link)
  if (!staged.quote) return media
  const record = { $type: 'app.bsky.embed.record', record: staged.quote }
  return media ? { $type: 'app.bsky.embed.recordWithMedia', record, media } : record
}

function makeImages(media: readonly PreparedMedia[], blobs: readonly BlobRef[]): Raw | undefined {
  if (media.length === 0) return undefined
  const images = media.map((item, index) => ({
    image: blobs[index],
    alt: item.alt ?? '',
    ...(item.widthPixels && item.heightPixels
      ? { aspectRatio: { width: item.widthPixels, height: item.heightPixels } }
      : {}),
  }))
  return { $type: 'app.bsky.embed.images', images }
}

function makeCard(link: PreparedPart['link']): Raw | undefined {
  if (!link) return undefined
  return {
    $type: 'app.bsky.embed.external',
    external: { uri: toUri(link.url), title: link.title ?? link.url, description: link.description ?? '' },
  }
}
