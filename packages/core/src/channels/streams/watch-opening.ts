import type { Http, OperationContext } from '@tutti/model'

/** The same context; `onOpen` is told when a stream or socket that is opened through it is open. */
export function watchOpening(context: OperationContext, onOpen: () => void): OperationContext {
  const { http } = context
  const watched: Http = {
    request: (request) => http.request(request),
    async openStream(request) {
      const answer = await http.openStream(request)
      onOpen()
      return answer
    },
    async openSocket(request) {
      const frames = await http.openSocket(request)
      onOpen()
      return frames
    },
  }
  return { ...context, http: watched }
}
