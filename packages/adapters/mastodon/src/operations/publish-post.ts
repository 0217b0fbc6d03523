import { asArray, asObject, asString, requireObject } from '@tutti/adapter-kit'
import type { Operation, PublishPostInput, PublishPostOutput, StagedPost, Warning } from '@tutti/model'
import { type NewPoll, type NewStatus, toStatusVisibility } from '../api/new-status.ts'
import { postRef } from '../read/refs.ts'
import { readQuoteId } from '../read/status.ts'
import { readUrl, requireId } from '../read/values.ts'

/** Makes the post visible: one committing request, with the part's key as `Idempotency-Key`. */
export const publishPost: Operation<PublishPostInput, PublishPostOutput> = async (input, { http }) => {
  const answer = await http.request({
    method: 'POST',
    url: '/api/v1/statuses',
    headers: { 'idempotency-key': input.key },
    json: newStatus(input),
    bucket: 'requests',
    commit: true,
  })
  const status = requireObject(answer.body, 'status')
  const id = requireId(status.id, 'status.id')
  return {
    state: 'published',
    ref: postRef(id, readUrl(status.url) ?? readUrl(status.uri)),
    warnings: warningsAbout(input, status),
    raw: answer.body,
  }
}

function newStatus({ part, staged, replyTo }: PublishPostInput): NewStatus {
  const mediaIds = stagedMediaIds(staged)
  const options = part.platformOptions
  return {
    status: part.text === '' ? undefined : part.text,
    media_ids: mediaIds.length === 0 ? undefined : mediaIds,
    poll: newPoll(part),
    in_reply_to_id: replyTo?.parent.id,
    quoted_status_id: part.quote?.id,
    quote_approval_policy: asString(options.quoteApprovalPolicy),
    visibility: part.visibility && toStatusVisibility(part.visibility),
    sensitive: options.sensitive === true ? true : undefined,
    spoiler_text: part.contentWarning,
    language: part.languages?.[0],
  }
}

function newPoll({ poll, platformOptions }: PublishPostInput['part']): NewPoll | undefined {
  return (
    poll && {
      options: poll.options,
      expires_in: Math.round(poll.durationMs / 1000),
      multiple: poll.multiple,
      hide_totals: platformOptions.hidePollTotals === true ? true : undefined,
    }
  )
}

function stagedMediaIds(staged: StagedPost): readonly string[] {
  return asArray(staged.facts.mediaIds).filter((id) => typeof id === 'string')
}

/** What was asked for and is not in the answer: servers leave out in silence what they don't know. */
function warningsAbout({ part }: PublishPostInput, status: Readonly<Record<string, unknown>>): Warning[] {
  const warnings: Warning[] = []
  if (part.quote && readQuoteId(status.quote) === undefined && !asObject(status.quote)) {
    warnings.push({ code: 'quote-dropped', message: 'the server published the post without the quote', path: 'quote' })
  }
  const visibility = part.visibility && toStatusVisibility(part.visibility)
  if (visibility && asString(status.visibility) && status.visibility !== visibility) {
    warnings.push({
      code: 'visibility-changed',
      message: `the server published the post as ${String(status.visibility)} instead of ${visibility}`,
      path: 'visibility',
    })
  }
  return warnings
}
