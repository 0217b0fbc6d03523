interface Ref {
  readonly uri: string
}

interface Embed {
  readonly $type: string
  readonly images?: readonly {
    readonly alt: string
    readonly aspectRatio?: unknown
    readonly image: { readonly ref: { readonly $link: string } }
  }[]
  readonly video?: { readonly ref: { readonly $link: string } }
  readonly alt?: string
  readonly aspectRatio?: unknown
  readonly media?: Embed
  readonly record?: Ref & { readonly record?: Ref }
}

interface Surroundings {
  /** Whose post it is: blobs are found by account. */
  readonly did: string
  readonly origin: string
  viewQuoted(uri: string): object
}

/** An embed as the AppView shows it: images with addresses, the quoted post itself, the rest as it was written. */
export function viewEmbed(value: unknown, surroundings: Surroundings): object | undefined {
  const embed = value as Embed | undefined
  if (!embed) return undefined
  const { did, origin, viewQuoted } = surroundings
  const $type = `${embed.$type}#view`
  const quoted = embed.record?.record?.uri ?? embed.record?.uri
  if (embed.images) {
    const images = embed.images.map(({ alt, aspectRatio, image }) => ({
      thumb: `${origin}/img/feed_thumbnail/plain/${did}/${image.ref.$link}`,
      fullsize: `${origin}/img/feed_fullsize/plain/${did}/${image.ref.$link}`,
      alt,
      ...(aspectRatio ? { aspectRatio } : {}),
    }))
    return { $type, images }
  }
  if (embed.video) {
    const { $link: cid } = embed.video.ref
    const playlist = `${origin}/watch/${did}/${cid}/playlist.m3u8`
    const { alt, aspectRatio } = embed
    return { $type, cid, playlist, ...(alt === undefined ? {} : { alt }), ...(aspectRatio ? { aspectRatio } : {}) }
  }
  if (quoted === undefined) return { ...embed, $type }
  const record = viewQuoted(quoted)
  return embed.media ? { $type, record: { record }, media: viewEmbed(embed.media, surroundings) } : { $type, record }
}
