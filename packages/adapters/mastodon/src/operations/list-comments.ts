import { requireArray, requireObject } from '@tutti/adapter-kit'
import type { Interaction, OperationVocabulary, Warning } from '@tutti/model'
import { accountFacts } from '../api/account-facts.ts'
import { cursorAfter, readCursor, unreadable } from '../api/pages.ts'
import { placeInTime, readComment } from '../read/interaction.ts'
import { startReading } from '../read/reading.ts'

/**
 * Lists what was said below a post, answers to answers included, oldest first. The platform gives
 * the whole conversation in one answer (at most 4096 posts); pages are cut from it here, and each
 * costs the same one request.
 */
export const listComments: OperationVocabulary['listComments'] = async ({ post, cursor, limit }, context) => {
  const after = readCursor(cursor)
  const { accountId, domain } = await accountFacts(context)
  const answer = await context.http.request({
    method: 'GET',
    url: `/api/v1/statuses/${encodeURIComponent(post.id)}/context`,
    bucket: 'requests',
  })
  const reading = { ...startReading(domain), channel: context.channel, accountId }
  const comments: Interaction[] = []
  const warnings: Warning[] = []
  requireArray(requireObject(answer.body, 'context').descendants, 'context.descendants').forEach((raw, index) => {
    const comment = readComment(raw, post, reading)
    if (comment) comments.push(comment)
    else warnings.push(unreadable(`descendants[${index}]`))
  })
  // Servers order a conversation by its branches.
  comments.sort((one, other) => (placeInTime(one) < placeInTime(other) ? -1 : 1))
  const rest = after === undefined ? comments : comments.filter((comment) => placeInTime(comment) > after)
  const items = limit === undefined ? rest : rest.slice(0, limit)
  const last = items.at(-1)
  return items.length === rest.length || !last
    ? { items, warnings }
    : { items, warnings, nextCursor: cursorAfter(placeInTime(last)) }
}
