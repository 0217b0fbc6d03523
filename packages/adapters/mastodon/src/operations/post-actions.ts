import type { Acknowledged, Operation, PostInput } from '@tutti/model'

/** Makes an operation on one post. Each may be repeated: doing it twice is doing it once. */
export function postAction(action: string, bucket: 'requests' | 'deletes'): Operation<PostInput, Acknowledged> {
  return async ({ post }, { http }) => {
    const url = `/api/v1/statuses/${encodeURIComponent(post.id)}/${action}`
    const answer = await http.request({ method: 'POST', url, bucket, repeatable: true })
    return { warnings: [], raw: answer.body }
  }
}

/** Favourites a post; Mastodon knows one reaction. */
export const reactToPost = postAction('favourite', 'requests')

/** Takes the favourite back. */
export const unreactToPost = postAction('unfavourite', 'requests')

/** Reposts ("boosts") a post. */
export const repostPost = postAction('reblog', 'requests')

/** Takes the repost back; counts as a deletion. */
export const unrepostPost = postAction('unreblog', 'deletes')
