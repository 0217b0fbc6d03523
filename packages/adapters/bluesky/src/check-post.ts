import type { Issue, PreparedPost } from '@tutti/model'
import type { BlueskyPostOptions } from './options.ts'

/** What only Bluesky minds about a post: it shows images or a link's card, not both, and replies have no reply rules. */
export function checkPost(post: Omit<PreparedPost, 'contentHash'>): readonly Issue[] {
  return [...findDroppedCards(post), ...findDroppedRules(post)]
}

function findDroppedRules({ parts: [first], replyTo }: Pick<PreparedPost, 'parts' | 'replyTo'>): readonly Issue[] {
  if (!replyTo || (first?.platformOptions as BlueskyPostOptions | undefined)?.whoMayReply === undefined) return []
  return [
    {
      severity: 'warning',
      code: 'field-dropped',
      message: 'Bluesky: who may reply is said by the author of the first post of a thread, and this is a reply',
      advice: 'Leave whoMayReply out of replies.',
      path: 'parts[0].platformOptions.whoMayReply',
    },
  ]
}

function findDroppedCards(post: Pick<PreparedPost, 'parts'>): readonly Issue[] {
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
