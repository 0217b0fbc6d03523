import { asObject, requireObject, requireString } from '@tutti/adapter-kit'
import type { InteractionRef, OperationContext, OperationVocabulary, ReportReason } from '@tutti/model'

/** Mastodon's own categories; its `violation` names rules of the server, which we don't know. */
const categories: Readonly<Record<ReportReason, 'spam' | 'legal' | 'other'>> = {
  spam: 'spam',
  illegal: 'legal',
  harassment: 'other',
  sexual: 'other',
  misleading: 'other',
  other: 'other',
}

/**
 * Tells the moderators of the account's own server about a post and its author, or about who
 * favourited, reposted or followed. Nothing is forwarded to other servers.
 */
export const reportInteraction: OperationVocabulary['reportInteraction'] = async (input, context) => {
  const { accountId, statusId } = await readTarget(input.interaction, context)
  const answer = await context.http.request({
    method: 'POST',
    url: '/api/v1/reports',
    json: {
      account_id: accountId,
      status_ids: statusId === undefined ? undefined : [statusId],
      category: categories[input.reason],
      comment: input.comment,
    },
    bucket: 'requests',
  })
  return { warnings: [], raw: answer.body }
}

/** The ref says it where one of our readers made it; a ref made by hand costs a request. */
async function readTarget(interaction: InteractionRef, { http }: OperationContext) {
  const { type, authorId } = interaction.facts ?? {}
  if (typeof authorId === 'string') {
    return { accountId: authorId, statusId: type === 'status' ? interaction.id : undefined }
  }
  const url = `/api/v1/statuses/${encodeURIComponent(interaction.id)}`
  const answer = await http.request({ method: 'GET', url, bucket: 'requests' })
  const status = requireObject(answer.body, 'status')
  return { accountId: requireString(asObject(status.account)?.id, 'status.account.id'), statusId: interaction.id }
}
