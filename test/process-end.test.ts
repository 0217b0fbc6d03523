import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const sourceOf = (name: string) => fileURLToPath(import.meta.resolve(name))

test('a script that forgets to close its client ends by itself, also with a durable store and a calendar', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-end-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const script = join(folder, 'script.ts')
  writeFileSync(
    script,
    `import { createTutti } from '${sourceOf('@tutti/core')}'
    import { scheduler } from '${sourceOf('@tutti/scheduler')}'
    import { sqliteStore } from '${sourceOf('@tutti/store-sqlite')}'
    import { fakeAdapter } from '${sourceOf('@tutti/testing')}'
    const tutti = await createTutti({
      store: sqliteStore('${join(folder, 'tutti.db')}'),
      channels: { shop: fakeAdapter().channel({ name: 'bakery' }) },
      plugins: [scheduler({ work: false })],
    })
    const { deliveries } = await tutti.publish({ text: 'Hello' })
    console.log(deliveries.shop?.state)`,
  )
  const { stdout, signal } = spawnSync(
    process.execPath,
    ['--conditions=@tutti/source', '--disable-warning=ExperimentalWarning', script],
    { encoding: 'utf8', timeout: 20_000 },
  )
  expect(stdout).toBe('published\n')
  expect(signal).toBe(null)
})
