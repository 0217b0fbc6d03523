import type { PreparedMedia, PreparedPart } from '@tutti/model'
import type { Raw } from '../read/members-of.ts'
import type { BlobRef, StagedFacts } from './staged-facts.ts'
import { toUri } from './to-lexicon-form.ts'

/**
 * What hangs below the text: images, a video or a link's card, a quoted post, or a quoted post with one of
 * them. Images and videos win over the card: one post can't have both.
 */
export function makeEmbed(part: PreparedPart, staged: StagedFacts): Raw | undefined {
  const media = makeMedia(part.media, staged.blobs) ?? makeCard(part.link, staged.thumb)
  if (!staged.quote) return media
  const record = { $type: 'app.bsky.embed.record', record: staged.quote }
  return media ? { $type: 'app.bsky.embed.recordWithMedia', record, media } : record
}

function makeMedia(media: readonly PreparedMedia[], blobs: readonly BlobRef[]): Raw | undefined {
  const [first] = media
  if (!first) return undefined
  if (first.kind === 'video') {
    const alt = first.alt ? { alt: first.alt } : {}
    return { $type: 'app.bsky.embed.video', video: blobs[0], ...alt, ...makeAspectRatio(first) }
  }
  const images = media.map((item, index) => ({ image: blobs[index], alt: item.alt ?? '', ...makeAspectRatio(item) }))
  return { $type: 'app.bsky.embed.images', images }
}

function makeAspectRatio({ widthPixels: width, heightPixels: height }: PreparedMedia) {
  return width && height ? { aspectRatio: { width, height } } : {}
}

function makeCard(link: PreparedPart['link'], thumb: BlobRef | undefined): Raw | undefined {
  if (!link) return undefined
  return {
    $type: 'app.bsky.embed.external',
    external: {
      uri: toUri(link.url),
      title: link.title || link.url,
      description: link.description ?? '',
      ...(thumb ? { thumb } : {}),
    },
  }
}

/** The picture of the link's card, where the post shows the card. */
export function findThumb({ link, media }: PreparedPart): PreparedMedia | undefined {
  return media.length === 0 ? link?.image : undefined
}
