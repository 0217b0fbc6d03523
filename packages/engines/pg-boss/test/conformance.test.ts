import { describeEngine, severableProxy } from '@tutti/testing'
import { describe } from 'vitest'
import { pgBossEngine } from '../src/index.ts'
import { isServerThere, randomSchema, runSql, serverAddress, urlThrough } from './server.ts'

describe.skipIf(!(await isServerThere()))('a real PostgreSQL (skipped where none answers)', () => {
  describeEngine({
    name: 'pgBossEngine',
    shared: true,
    async open() {
      const schema = randomSchema()
      const proxy = await severableProxy(serverAddress)
      const open = () => pgBossEngine({ connectionString: urlThrough(proxy), schema, maxConnections: 3 })
      const drop = async () => void (await runSql(`DROP SCHEMA IF EXISTS ${schema} CASCADE`))
      return {
        engine: open(),
        openAgain: open,
        wipe: drop,
        server: proxy,
        async cleanUp() {
          await proxy.close()
          await drop()
        },
      }
    },
  })
})
