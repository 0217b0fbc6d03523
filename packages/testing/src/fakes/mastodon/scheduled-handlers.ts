import { http, type RequestHandler } from 'msw'
import { checkStatus, createStatus, type NewStatusBody } from './create-status.ts'
import { mediaEntity, type Viewpoint } from './entities.ts'
import { type FakeMastodonAccount, type FakeMastodonScheduledStatus, nextId } from './ledger.ts'
import { answering, type FakeServer, paged, Refusal } from './server.ts'

const minimumMs = 5 * 60_000

/** Posts that wait for their time. */
export function scheduledHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings } = server
  return [
    http.get(
      '*/api/v1/scheduled_statuses',
      answering(server, (call) => {
        const mine = ledger.scheduled.filter(({ accountId }) => accountId === call.viewer.id).reverse()
        const page = { size: 20, maximum: 40, alwaysNext: settings.software === 'gotosocial' }
        return paged(mine, call, page, (scheduled) => scheduledEntity(scheduled, call.view))
      }),
    ),
    http.delete(
      '*/api/v1/scheduled_statuses/:id',
      answering(server, ({ params, viewer }) => {
        const at = ledger.scheduled.findIndex(({ id, accountId }) => id === params.id && accountId === viewer.id)
        if (at < 0) throw new Refusal(404, 'Record not found')
        ledger.scheduled.splice(at, 1)
        return Response.json({})
      }),
    ),
  ]
}

/** Puts a post where it waits. @throws Refusal when the platform would refuse it, or it is due too soon */
export function scheduleStatus(
  server: FakeServer,
  account: FakeMastodonAccount,
  body: NewStatusBody,
): FakeMastodonScheduledStatus {
  const at = Date.parse(body.scheduled_at ?? '')
  if (!(at - server.tools.clock.now() >= minimumMs)) {
    throw new Refusal(422, 'Validation failed: Scheduled at The scheduled date must be in the future')
  }
  checkStatus(server, account, body)
  const scheduled = { id: nextId(server.tools), accountId: account.id, at, body }
  server.ledger.scheduled.push(scheduled)
  return scheduled
}

/** Publishes what is due. */
export function publishDue(server: FakeServer, origin: string): void {
  const { ledger, tools } = server
  const due = ledger.scheduled.filter(({ at }) => at <= tools.clock.now())
  for (const scheduled of due) {
    ledger.scheduled.splice(ledger.scheduled.indexOf(scheduled), 1)
    const account = ledger.accounts.find(({ id }) => id === scheduled.accountId)
    if (account) createStatus(server, account, scheduled.body, origin)
  }
}

/** https://docs.joinmastodon.org/entities/ScheduledStatus/ */
export function scheduledEntity({ id, at, body }: FakeMastodonScheduledStatus, view: Viewpoint) {
  const media = view.ledger.media.filter((candidate) => body.media_ids?.includes(candidate.id))
  return {
    id,
    scheduled_at: new Date(at).toISOString(),
    params: {
      text: body.status ?? '',
      media_ids: body.media_ids ?? null,
      sensitive: body.sensitive ?? null,
      spoiler_text: body.spoiler_text ?? null,
      visibility: body.visibility ?? 'public',
      language: body.language ?? null,
      scheduled_at: null,
      idempotency: null,
      in_reply_to_id: body.in_reply_to_id === undefined ? null : Number(body.in_reply_to_id),
      application_id: 1,
      with_rate_limit: false,
    },
    media_attachments: media.map((attachment) => mediaEntity(attachment, view)),
  }
}
