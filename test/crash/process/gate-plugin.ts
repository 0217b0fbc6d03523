import { afterPublish, aroundRequest, definePlugin, pluginRef } from '@tutti/core'
import type { PointName } from '../points.ts'
import type { Gate } from './gate.ts'

/** Stops a client around its requests and in its hooks, where that is its point. */
export function gatePlugin(gate: Gate, point: PointName | undefined, struck: number) {
  let commits = 0
  let drafts = 0
  return definePlugin({
    ref: pluginRef<Record<never, never>>()('gate'),
    hooks: [
      aroundRequest.use(async (request, next) => {
        await gate.pass()
        const isStruck = request.commit === true && commits++ === struck
        const isDraft = request.method === 'POST' && request.commit !== true && drafts++ === struck
        await gate.reach(isStruck && point === 'C6 before the first byte')
        try {
          return await next()
        } finally {
          await gate.reach(
            (isStruck && point === 'C10 answer read, before it is stored') ||
              (isDraft && point === 'C4 the draft made, its id not stored') ||
              (request.method === 'GET' && point === 'C12 reading back'),
          )
        }
      }),
      afterPublish.use(() => gate.reach(point === 'C11 stored, in the hooks')),
    ],
    setup: () => ({}),
  })
}
