import { http, type RequestHandler } from 'msw'
import { notificationEntity } from './entities.ts'
import { pair } from './ledger.ts'
import { answering, type FakeServer, isShunned, paged } from './server.ts'

/** What others did towards the account, newest first. */
export function notificationHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings } = server
  return [
    http.get(
      '*/api/v1/notifications',
      answering(server, (call) => {
        const { url, viewer, view } = call
        const types = url.searchParams.getAll('types[]')
        const isGone = (statusId: string | undefined) =>
          statusId !== undefined && ledger.statuses.find(({ id }) => id === statusId)?.deleted === true
        const notifications = ledger.notifications
          .filter(({ accountId, statusId }) => accountId === viewer.id && !isGone(statusId))
          .filter(({ fromId }) => !ledger.mutes.has(pair(viewer.id, fromId)) && !isShunned(viewer.id, fromId, ledger))
          .filter(({ type }) => types.length === 0 || types.includes(type))
          .reverse()
        const page = { size: 40, maximum: 80, alwaysNext: settings.software === 'gotosocial' }
        return paged(notifications, call, page, (notification) => notificationEntity(notification, view))
      }),
    ),
  ]
}
