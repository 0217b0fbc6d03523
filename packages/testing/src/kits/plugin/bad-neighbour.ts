import { afterPublish, definePlugin, deliveryChanged, operationFailed, pluginRef, postPublished } from '@tutti/core'

/** A plugin that throws wherever a throw must not reach others. */
export const badNeighbour = (name: string) => {
  const fail = (): never => {
    throw new Error(`the neighbour ${name} fails: this is a test`)
  }
  return definePlugin({
    ref: pluginRef<Record<never, never>>()(name),
    hooks: [afterPublish.use(fail), operationFailed.use(async () => fail())],
    setup(host) {
      host.on(postPublished, fail)
      host.on(deliveryChanged, fail)
      host.onClose(fail)
      return {}
    },
  })
}
