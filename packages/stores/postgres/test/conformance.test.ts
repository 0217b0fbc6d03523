import { describeStore } from '@tutti/testing'
import { describe } from 'vitest'
import { postgresStore } from '../src/index.ts'
import { isServerThere, randomSchema, runSql, serverUrl } from './server.ts'

describe.skipIf(!(await isServerThere()))('a real PostgreSQL (skipped where none answers)', () => {
  describeStore({
    name: 'postgresStore',
    open() {
      const schema = randomSchema()
      const open = () => postgresStore(serverUrl, { schema, maxConnections: 4 })
      return {
        store: open(),
        openAgain: open,
        cleanUp: async () => void (await runSql(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)),
      }
    },
  })
})
