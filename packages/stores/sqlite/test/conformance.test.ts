import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeStore } from '@tutti/testing'
import { sqliteStore } from '../src/index.ts'

describeStore({
  name: 'sqliteStore',
  open() {
    const folder = mkdtempSync(join(tmpdir(), 'tutti-sqlite-'))
    const file = join(folder, 'tutti.db')
    return {
      store: sqliteStore(file),
      openAgain: () => sqliteStore(file),
      cleanUp: () => rmSync(folder, { recursive: true }),
    }
  },
})
