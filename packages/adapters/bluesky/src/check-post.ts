import type { Issue, PreparedPost } from '@tutti/model'

/** What only Bluesky minds about a post: one post shows images or a link's card, not both. */
export function checkPost(post: Omit<PreparedPost, 'contentHash'>): readonly Issue[] {
  return post.parts.flatMap((part, index) => {
    if (!part.link || part.media.length === 0 || part.text.includes(part.link.url)) return []
    return [
      {
        severity: 'warning',
        code: 'field-dropped',
        message: 'Bluesky shows images or a link’s card, not both: the link will not be shown',
        advice: 'Put the link into the text, or leave the images out.',
        path: `parts[${index}].link`,
      },
    ]
  })
}
