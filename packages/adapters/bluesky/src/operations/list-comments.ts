import { asArray, requireObject } from '@tutti/adapter-kit'
import type { Interaction, OperationContext, Page, PageInput, PostInput, Warning } from '@tutti/model'
import { invalidCursor, unwrapCursor, wrapCursor } from '../protocol/cursor.ts'
import { requirePostUri } from '../protocol/resolve-refs.ts'
import { query } from '../protocol/xrpc.ts'
import { readReply } from '../read/interaction.ts'
import { membersOf, type Raw } from '../read/members-of.ts'
import { readHiddenInThread } from '../read/threadgate.ts'

/** Levels of replies to replies that are asked for. The platform's most is 1000. */
const maxDepth = 100

/**
 * The replies below a post, oldest first; those hidden by the thread's author are `hidden`. The
 * platform answers a thread whole, so `limit` and `cursor` cut it here.
 * @throws InvalidInputError `invalid-input`; RejectedError `not-found`
 */
export async function listComments(
  { post, cursor, limit }: PageInput & PostInput,
  context: OperationContext,
): Promise<Page<Interaction>> {
  requirePostUri(post, 'post')
  const place = readPlace(cursor)
  const answer = await query(context, 'app.bsky.feed.getPostThread', {
    uri: post.id,
    depth: maxDepth,
    parentHeight: 0,
  })
  const hidden = readHiddenInThread(answer.body)
  const warnings: Warning[] = []
  const comments: Interaction[] = []
  for (const node of flatten(requireObject(membersOf(answer.body).thread, 'thread'))) {
    const { uri } = membersOf(node.post)
    const comment = readReply(node.post, context, typeof uri === 'string' && hidden.has(uri))
    if (comment) comments.push(comment)
    else warnings.push({ code: 'comment-not-shown', message: 'A reply is blocked, deleted or can’t be read' })
  }
  // Where the time is the same, parents stay before their replies.
  comments.sort((a, b) => a.createdAt - b.createdAt)
  return { ...cutPage(comments, place, limit), warnings }
}

/** All nodes below a node, parents before their replies. No recursion: threads can be deep. */
function flatten(root: Raw): readonly Raw[] {
  const nodes: Raw[] = []
  let level: readonly Raw[] = [root]
  while (level.length > 0) {
    level = level.flatMap((node) => asArray(node.replies).map(membersOf))
    nodes.push(...level)
  }
  return nodes
}

/** Where a page ended: the last comment given. */
interface Place {
  readonly createdAt: number
  readonly uri: string
}

function cutPage(comments: readonly Interaction[], place: Place | undefined, limit = comments.length) {
  const start = place === undefined ? 0 : findStart(comments, place)
  const items = comments.slice(start, start + Math.max(1, limit))
  const last = items.at(-1)
  const isComplete = !last || last === comments.at(-1)
  return { items, nextCursor: isComplete ? undefined : wrapCursor('comments', `${last.createdAt} ${last.ref.id}`) }
}

/** Behind the comment where the page ended; where that was deleted meanwhile, at the first younger one. */
function findStart(comments: readonly Interaction[], { createdAt, uri }: Place): number {
  const index = comments.findIndex((comment) => comment.ref.id === uri)
  if (index >= 0) return index + 1
  const younger = comments.findIndex((comment) => comment.createdAt > createdAt)
  return younger >= 0 ? younger : comments.length
}

function readPlace(cursor: string | undefined): Place | undefined {
  const text = unwrapCursor('comments', cursor)
  if (text === undefined) return undefined
  const [, createdAt, uri] = /^(-?\d{1,16}) (at:\/\/\S+)$/.exec(text) ?? []
  if (createdAt === undefined || uri === undefined) throw invalidCursor('comments')
  return { createdAt: Number(createdAt), uri }
}
