import { asObject, requireObject, requireString } from '@tutti/adapter-kit'
import type { InteractionRef, OperationContext, OperationVocabulary } from '@tutti/model'
import { InvalidInputError } from '@tutti/model'
import { withMentions } from '../api/mentions.ts'
import type { NewStatus, StatusVisibility } from '../api/new-status.ts'
import { postRef } from '../read/refs.ts'
import { readUrl, requireId } from '../read/values.ts'

/**
 * Answers somebody. Mastodon tells only those whom the text mentions, so the author's handle is put
 * in front where the text lacks it. The answer is as visible as what it answers: a private message
 * is never answered in public.
 * @throws InvalidInputError `invalid-input` for a favourite, repost or follow: there is nothing to answer
 */
export const replyToInteraction: OperationVocabulary['replyToInteraction'] = async (input, context) => {
  const target = await readTarget(input.interaction, context)
  const status: NewStatus = {
    status: withMentions(input.text, [target.acct]),
    in_reply_to_id: input.interaction.id,
    visibility: target.visibility,
    language: input.languages?.[0],
  }
  const answer = await context.http.request({
    method: 'POST',
    url: '/api/v1/statuses',
    headers: { 'idempotency-key': input.key },
    json: status,
    bucket: 'requests',
    commit: true,
  })
  const published = requireObject(answer.body, 'status')
  const id = requireId(published.id, 'status.id')
  return { ref: postRef(id, readUrl(published.url) ?? readUrl(published.uri)), warnings: [], raw: answer.body }
}

interface ReplyTarget {
  readonly acct: string
  readonly visibility: StatusVisibility | undefined
}

/** The ref says it where one of our readers made it; a ref made by hand costs a request. */
async function readTarget(interaction: InteractionRef, context: OperationContext): Promise<ReplyTarget> {
  const { type, acct, visibility } = interaction.facts ?? {}
  if (type !== undefined && type !== 'status') {
    throw new InvalidInputError({
      code: 'invalid-input',
      message: `mastodon replyToInteraction: a ${String(type)} can't be answered`,
      path: 'interaction',
      advice: 'Answer comments, mentions, quotes and messages.',
    })
  }
  if (typeof acct === 'string' && isStatusVisibility(visibility)) return { acct, visibility }
  const url = `/api/v1/statuses/${encodeURIComponent(interaction.id)}`
  const answer = await context.http.request({ method: 'GET', url, bucket: 'requests' })
  const status = requireObject(answer.body, 'status')
  return {
    acct: requireString(asObject(status.account)?.acct, 'status.account.acct'),
    visibility: isStatusVisibility(status.visibility) ? status.visibility : undefined,
  }
}

function isStatusVisibility(value: unknown): value is StatusVisibility {
  return value === 'public' || value === 'unlisted' || value === 'private' || value === 'direct'
}
