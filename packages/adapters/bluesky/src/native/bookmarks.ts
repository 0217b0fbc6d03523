import type { Acknowledged, OperationContext, Page, PageInput, PostInput, PublishedPost } from '@tutti/model'
import * as z from 'zod/mini'
import { unwrapCursor } from '../protocol/cursor.ts'
import { clampLimit } from '../protocol/page-limit.ts'
import { requirePostUri, resolvePost } from '../protocol/resolve-refs.ts'
import { procedure, query } from '../protocol/xrpc.ts'
import { membersOf } from '../read/members-of.ts'
import { readPage } from '../read/page.ts'
import { readPostView } from '../read/post.ts'
import { pageInput, parseInput, postRefInput } from './input.ts'

const postInput = z.strictObject({ post: postRefInput })
const listInput = z.strictObject(pageInput)

/** Saves a post for the account alone to see. Saving twice changes nothing. */
export async function bookmarkPost(input: PostInput, context: OperationContext): Promise<Acknowledged> {
  const { post } = parseInput(postInput, input, 'bookmarkPost')
  const { post: subject } = await resolvePost(post, context, 'post')
  const answer = await procedure(context, 'app.bsky.bookmark.createBookmark', subject, { repeatable: true })
  return { warnings: [], raw: answer.body }
}

/** Takes a bookmark back; where there is none, that is so already. */
export async function unbookmarkPost(input: PostInput, context: OperationContext): Promise<Acknowledged> {
  const { post } = parseInput(postInput, input, 'unbookmarkPost')
  requirePostUri(post, 'post')
  const answer = await procedure(context, 'app.bsky.bookmark.deleteBookmark', { uri: post.id }, { repeatable: true })
  return { warnings: [], raw: answer.body }
}

/** The bookmarked posts, the last saved first. One that is gone or blocked is left out, with a warning. */
export async function listBookmarks(input: PageInput, context: OperationContext): Promise<Page<PublishedPost>> {
  const { cursor, limit } = parseInput(listInput, input, 'listBookmarks')
  const answer = await query(context, 'app.bsky.bookmark.getBookmarks', {
    cursor: unwrapCursor('bookmarks', cursor),
    limit: clampLimit(limit),
  })
  return readPage(answer.body, 'bookmarks', 'bookmarks', (raw) => readPostView(membersOf(raw).item, context))
}
