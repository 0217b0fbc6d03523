import { asObject, asString, requireObject } from '@tutti/adapter-kit'
import type { Operation, PreparedPart, PublishPostInput, PublishPostOutput, Warning } from '@tutti/model'
import { toStatusVisibility } from '../api/new-status.ts'
import { quoteBody } from '../api/quote-body.ts'
import { newStatus } from '../api/status-body.ts'
import { postRef } from '../read/refs.ts'
import { readQuoteId } from '../read/status.ts'
import { readUrl, requireId } from '../read/values.ts'
import { checkProcessing } from './check-processing.ts'

/** Makes the post visible: one committing request, with the part's key as `Idempotency-Key`. */
export const publishPost: Operation<PublishPostInput, PublishPostOutput> = async (input, context) => {
  await checkProcessing(input.staged, context)
  const quote = await quoteBody(input.part.quote, context)
  const answer = await context.http.request({
    method: 'POST',
    url: '/api/v1/statuses',
    headers: { 'idempotency-key': input.key },
    json: newStatus(input.part, input.staged, { parentId: input.replyTo?.parent.id, quote }),
    bucket: 'requests',
    commit: true,
  })
  const status = requireObject(answer.body, 'status')
  const id = requireId(status.id, 'status.id')
  return {
    state: 'published',
    ref: postRef(id, readUrl(status.url) ?? readUrl(status.uri)),
    warnings: [...warningsAboutQuote(input.part, status), ...warningsAboutVisibility(input.part, status)],
    raw: answer.body,
  }
}

/** Servers leave out in silence what they don't know. */
function warningsAboutQuote({ quote }: PreparedPart, status: Readonly<Record<string, unknown>>): Warning[] {
  if (!quote || readQuoteId(status) !== undefined || asObject(status.quote)) return []
  return [{ code: 'quote-dropped', message: 'the server published the post without the quote', path: 'quote' }]
}

/** Says that a post is not as visible as was asked for. */
export function warningsAboutVisibility(part: PreparedPart, status: Readonly<Record<string, unknown>>): Warning[] {
  const asked = part.visibility && toStatusVisibility(part.visibility)
  const actual = asString(status.visibility)
  if (!asked || !actual || actual === asked) return []
  return [{ code: 'visibility-changed', message: `the post is ${actual} instead of ${asked}`, path: 'visibility' }]
}
