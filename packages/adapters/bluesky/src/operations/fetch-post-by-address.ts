import type { OperationContext, PublishedPost } from '@tutti/model'
import { RejectedError } from '@tutti/model'
import { formatAtUri } from '../protocol/at-uri.ts'
import { collections } from '../protocol/collections.ts'
import { resolveHandle } from '../protocol/resolve-handle.ts'
import { postRef } from '../read/ref.ts'
import { isAtIdentifier, isDid } from '../syntax/identifiers.ts'
import { isRecordKey } from '../syntax/record-names.ts'
import { fetchPost } from './fetch-post.ts'

// The web apps of the network have the paths of Bluesky's own.
const webPath = /^\/profile\/([^/]+)\/post\/([^/]+)\/?$/
const recordUri = /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/

/**
 * The post at an AT URI, or at an address of a web app such as `https://bsky.app/profile/shop.example/post/3n…`.
 * @throws RejectedError `not-found` when it is neither, or the post can't be seen
 */
export async function fetchPostByAddress(
  { address }: { readonly address: string },
  context: OperationContext,
): Promise<PublishedPost> {
  const [, author = '', rkey = ''] = recordUri.exec(address) ?? webPath.exec(pathOf(address)) ?? []
  if (!isAtIdentifier(author) || !isRecordKey(rkey)) throw notFound(address)
  const did = isDid(author) ? author : await resolveHandle(author, context)
  if (did === undefined) throw notFound(address)
  return fetchPost({ post: postRef(formatAtUri({ did, collection: collections.post, rkey }), context) }, context)
}

function pathOf(address: string): string {
  const { protocol, pathname } = URL.parse(address) ?? {}
  return protocol === 'https:' || protocol === 'http:' ? decode(pathname ?? '') : ''
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function notFound(address: string): RejectedError {
  return new RejectedError({
    code: 'not-found',
    message: `there is no post of Bluesky at ${address}`,
    path: 'address',
    outcome: 'rejected',
    advice: 'Give the address of a post: https://bsky.app/profile/…/post/… or at://…/app.bsky.feed.post/…',
  })
}
