import { describeEngine, severableProxy } from '@tutti/testing'
import { describe } from 'vitest'
import { bullmqEngine } from '../src/index.ts'
import { deleteKeys, isServerThere, randomPrefix, serverAddress, urlThrough } from './server.ts'

describe.skipIf(!(await isServerThere()))('a real Redis (skipped where none answers)', () => {
  describeEngine({
    name: 'bullmqEngine',
    shared: true,
    async open() {
      const prefix = randomPrefix()
      const proxy = await severableProxy(serverAddress)
      const open = () => bullmqEngine({ connection: urlThrough(proxy), prefix })
      return {
        engine: open(),
        openAgain: open,
        wipe: () => deleteKeys(prefix),
        server: proxy,
        async cleanUp() {
          await proxy.close()
          await deleteKeys(prefix)
        },
      }
    },
  })
})
