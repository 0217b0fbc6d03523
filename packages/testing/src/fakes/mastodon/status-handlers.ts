import { http, type RequestHandler } from 'msw'
import { createStatus, editStatus, type NewStatusBody, notify } from './create-status.ts'
import { statusEntity, type Viewpoint } from './entities.ts'
import type { FakeMastodonStatus } from './ledger.ts'
import { nextId, pair } from './ledger.ts'
import { scheduledEntity, scheduleStatus } from './scheduled-handlers.ts'
import { answering, type Call, type FakeServer, maySee, Refusal, visibleStatus } from './server.ts'

/** `GET /api/v1/statuses` takes so many ids. */
const maxIds = 20

/** Posts: made, read, deleted, answered, favourited, reposted. */
export function statusHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings } = server
  const one = '*/api/v1/statuses/:id'
  return [
    http.post(
      '*/api/v1/statuses',
      answering(server, (call) => postStatus(server, call)),
    ),
    http.get(
      '*/api/v1/statuses',
      answering(server, ({ url, view, viewer }) => {
        if (settings.apiVersion === undefined) throw new Refusal(404, 'Not Found')
        const ids = url.searchParams.getAll('id[]')
        if (ids.length > maxIds) throw new Refusal(422, 'Validation failed')
        const found = ledger.statuses.filter(({ id, deleted }) => ids.includes(id) && !deleted)
        return Response.json(
          found.filter((status) => maySee(status, ledger, viewer)).map((status) => statusEntity(status, view)),
        )
      }),
    ),
    http.get(
      one,
      answering(server, ({ params, view }) => Response.json(statusEntity(visibleStatus(params.id, view), view))),
    ),
    http.put(
      one,
      answering(server, async ({ request, params, viewer, view }) => {
        const status = ownStatus(server, params.id, viewer.id, view)
        editStatus(server, status, await readBody(request))
        return Response.json(statusEntity(status, view))
      }),
    ),
    http.delete(
      one,
      answering(server, ({ params, viewer, view }) => {
        const status = ownStatus(server, params.id, viewer.id, view)
        const entity = statusEntity(status, view)
        status.deleted = true
        ledger.events.push({ kind: 'delete', status })
        return Response.json({ ...entity, text: status.text })
      }),
    ),
    http.get(
      `${one}/context`,
      answering(server, ({ params, viewer, view }) => {
        const status = visibleStatus(params.id, view)
        const shown = (found: readonly FakeMastodonStatus[]) =>
          found
            .filter((candidate) => !candidate.deleted && maySee(candidate, ledger, viewer))
            .filter(({ accountId }) => !ledger.mutes.has(pair(viewer.id, accountId)))
            .map((candidate) => statusEntity(candidate, view))
        return Response.json({
          ancestors: shown(ancestorsOf(status, ledger.statuses)),
          descendants: shown(descendantsOf(status, ledger.statuses)),
        })
      }),
    ),
    http.post(
      `${one}/favourite`,
      answering(server, ({ params, viewer, view }) => {
        const status = visibleStatus(params.id, view)
        const entry = pair(viewer.id, status.id)
        if (!ledger.favourites.has(entry)) notify(server, status.accountId, viewer.id, 'favourite', status.id)
        ledger.favourites.add(entry)
        return Response.json(statusEntity(status, view))
      }),
    ),
    http.post(
      `${one}/unfavourite`,
      answering(server, ({ params, viewer, view }) => {
        const status = visibleStatus(params.id, view)
        ledger.favourites.delete(pair(viewer.id, status.id))
        return Response.json(statusEntity(status, view))
      }),
    ),
    http.post(
      `${one}/reblog`,
      answering(server, (call) => reblog(server, call)),
    ),
    http.post(
      `${one}/unreblog`,
      answering(server, ({ params, viewer, view }) => {
        const status = visibleStatus(params.id, view)
        const repost = findReblog(server, viewer.id, status.id)
        if (repost) repost.deleted = true
        return Response.json(statusEntity(status, view))
      }),
    ),
  ]
}

/** Mastodon looks among the account's own posts only; GoToSocial finds it and refuses. */
function ownStatus({ settings }: FakeServer, id: unknown, viewerId: string, view: Viewpoint): FakeMastodonStatus {
  const status = visibleStatus(id, view)
  if (status.accountId === viewerId) return status
  throw settings.software === 'gotosocial' ? new Refusal(403, 'Forbidden') : new Refusal(404, 'Record not found')
}

/** The key is looked up first, and remembered when the post stands: a repeat within that moment makes a second one. */
async function postStatus(server: FakeServer, { request, url, viewer, view }: Call): Promise<Response> {
  const { ledger, tools, settings } = server
  const header = request.headers.get('idempotency-key')
  const key = header && settings.honoursKeys ? pair(viewer.id, header) : undefined
  const remembered = key ? ledger.keys.get(key) : undefined
  if (remembered && tools.clock.now() < remembered.expiresAt) {
    const waiting = ledger.scheduled.find(({ id }) => id === remembered.statusId)
    return Response.json(
      waiting ? scheduledEntity(waiting, view) : statusEntity(visibleStatus(remembered.statusId, view), view),
    )
  }
  const body = await readBody(request)
  const remember = (statusId: string) => {
    if (key) ledger.keys.set(key, { statusId, expiresAt: tools.clock.now() + settings.keyLifetimeMs })
  }
  if (body.scheduled_at !== undefined) {
    const scheduled = scheduleStatus(server, viewer, body)
    remember(scheduled.id)
    return Response.json(scheduledEntity(scheduled, view))
  }
  const status = createStatus(server, viewer, body, url.origin)
  remember(status.id)
  return Response.json(statusEntity(status, view))
}

async function readBody(request: Request): Promise<NewStatusBody> {
  if (!request.headers.get('content-type')?.includes('json')) {
    const form = new URLSearchParams(await request.text())
    return { ...Object.fromEntries(form), media_ids: form.getAll('media_ids[]') }
  }
  try {
    const body: unknown = await request.json()
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    throw new Refusal(400, 'Error parsing request body')
  }
}

function reblog(server: FakeServer, { params, viewer, view }: Call): Response {
  const status = visibleStatus(params.id, view)
  let repost = findReblog(server, viewer.id, status.id)
  if (!repost) {
    repost = {
      ...status,
      id: nextId(server.tools),
      accountId: viewer.id,
      text: '',
      spoilerText: '',
      mediaIds: [],
      poll: undefined,
      inReplyToId: undefined,
      quotedStatusId: undefined,
      reblogOfId: status.id,
      createdAt: server.tools.clock.now(),
      editedAt: undefined,
    }
    server.ledger.statuses.push(repost)
    server.ledger.events.push({ kind: 'update', status: repost })
    notify(server, status.accountId, viewer.id, 'reblog', status.id)
  }
  return Response.json(statusEntity(repost, view))
}

function findReblog({ ledger }: FakeServer, accountId: string, statusId: string): FakeMastodonStatus | undefined {
  return ledger.statuses.find(
    (status) => status.reblogOfId === statusId && status.accountId === accountId && !status.deleted,
  )
}

function ancestorsOf(status: FakeMastodonStatus, statuses: readonly FakeMastodonStatus[]): FakeMastodonStatus[] {
  const parent = statuses.find(({ id }) => id === status.inReplyToId)
  return parent ? [...ancestorsOf(parent, statuses), parent] : []
}

/** Branch by branch, as Mastodon orders a conversation. */
function descendantsOf(status: FakeMastodonStatus, statuses: readonly FakeMastodonStatus[]): FakeMastodonStatus[] {
  return statuses
    .filter(({ inReplyToId }) => inReplyToId === status.id)
    .flatMap((reply) => [reply, ...descendantsOf(reply, statuses)])
}
