import { http, type RequestHandler } from 'msw'
import { type FakeServerSentEvent, serverSentEvents } from '../../fake-platform/fake-stream.ts'
import { notificationEntity, statusEntity, type Viewpoint } from './entities.ts'
import type { FakeMastodonAccount, FakeMastodonEvent, FakeMastodonStatus } from './ledger.ts'
import { pair } from './ledger.ts'
import { findHashtags } from './render-content.ts'
import { answering, type Call, type FakeServer, maySee, paged, Refusal } from './server.ts'

/** Which posts a timeline, and the stream of the same, shows. */
type Shows = (status: FakeMastodonStatus, call: Pick<Call, 'viewer' | 'url' | 'params'>) => boolean

/** Timelines, and everything told while it happens: by server-sent events, behind the token as any request. */
export function streamingHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings } = server
  const isHome: Shows = ({ accountId }, { viewer }) =>
    accountId === viewer.id || ledger.follows.has(pair(viewer.id, accountId))
  const isPublic: Shows = ({ visibility, reblogOfId }) => visibility === 'public' && reblogOfId === undefined
  const isTagged: Shows = (status, call) => {
    const tag = String(call.params.hashtag ?? call.url.searchParams.get('tag')).toLowerCase()
    return isPublic(status, call) && findHashtags(status.text).includes(tag)
  }
  const timeline = (path: string, shows: Shows) =>
    http.get(
      `*/api/v1/timelines/${path}`,
      answering(server, (call) => {
        const statuses = ledger.statuses
          .filter((status) => !status.deleted && maySee(status, ledger, call.viewer) && shows(status, call))
          .reverse()
        const page = { size: 20, maximum: 40, alwaysNext: settings.software === 'gotosocial' }
        return paged(statuses, call, page, (status) => statusEntity(status, call.view))
      }),
    )
  const stream = (path: string, tell: (event: FakeMastodonEvent, call: Call) => FakeServerSentEvent | undefined) =>
    http.get(
      `*/api/v1/streaming/${path}`,
      answering(server, (call) => {
        if (settings.software === 'gotosocial') throw new Refusal(404, 'Not Found')
        const events = ledger.events.read()
        return serverSentEvents(
          (async function* () {
            for await (const { event } of events) {
              const told = tell(event, call)
              if (told) yield told
            }
          })(),
        )
      }),
    )
  const posts = (shows: Shows) => (event: FakeMastodonEvent, call: Call) =>
    event.kind === 'notification' || !maySee(event.status, ledger, call.viewer) || !shows(event.status, call)
      ? undefined
      : postEvent(event, call.view)
  return [
    timeline('home', isHome),
    timeline('public', isPublic),
    timeline('tag/:hashtag', isTagged),
    stream('user', posts(isHome)),
    stream('public', posts(isPublic)),
    stream('hashtag', posts(isTagged)),
    stream('user/notification', (event, { viewer, view }) => ownNotification(event, viewer, view)),
  ]
}

function postEvent(
  { kind, status }: Exclude<FakeMastodonEvent, { kind: 'notification' }>,
  view: Viewpoint,
): FakeServerSentEvent {
  if (kind === 'delete') return { event: 'delete', data: status.id }
  return { event: kind, data: JSON.stringify(statusEntity(status, view)) }
}

function ownNotification(event: FakeMastodonEvent, viewer: FakeMastodonAccount, view: Viewpoint) {
  if (event.kind !== 'notification' || event.notification.accountId !== viewer.id) return undefined
  return { event: 'notification', data: JSON.stringify(notificationEntity(event.notification, view)) }
}
