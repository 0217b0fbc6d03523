import { http, type RequestHandler } from 'msw'
import { statusEntity } from './entities.ts'
import { pair } from './ledger.ts'
import { answering, type FakeServer, maySee, paged, visibleStatus } from './server.ts'

/** What an account keeps for itself. */
export function bookmarkHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, settings } = server
  const action = (name: string, change: (entry: string) => void) =>
    http.post(
      `*/api/v1/statuses/:id/${name}`,
      answering(server, ({ params, viewer, view }) => {
        const status = visibleStatus(params.id, view)
        change(pair(viewer.id, status.id))
        return Response.json(statusEntity(status, view))
      }),
    )
  return [
    action('bookmark', (entry) => ledger.bookmarks.add(entry)),
    action('unbookmark', (entry) => ledger.bookmarks.delete(entry)),
    http.get(
      '*/api/v1/bookmarks',
      answering(server, (call) => {
        const { viewer, view } = call
        const statuses = ledger.statuses
          .filter(({ id, deleted }) => !deleted && ledger.bookmarks.has(pair(viewer.id, id)))
          .filter((status) => maySee(status, ledger, viewer))
          .reverse()
        const page = { size: 20, maximum: 40, alwaysNext: settings.software === 'gotosocial' }
        return paged(statuses, call, page, (status) => statusEntity(status, view))
      }),
    ),
  ]
}
