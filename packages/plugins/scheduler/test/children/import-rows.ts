// Imports so many posts into a SQLite file, printing each hundredth row that is read, what came of it, and how much memory
// that took. Usage: import-rows.ts FILE ROWS
import { createTutti } from '@tutti/core'
import { scheduler } from '@tutti/scheduler'
import { sqliteStore } from '@tutti/store-sqlite'
import { fakeAdapter } from '@tutti/testing'

const [file = '', count = '0'] = process.argv.slice(2)
const tutti = await createTutti({
  store: sqliteStore(file),
  channels: { shop: fakeAdapter({ now: () => Date.now() }).channel({ name: 'shop' }) },
  plugins: [scheduler()],
  backgroundWork: false,
  log: { debug() {}, info() {}, warn() {} },
})

let peakBytes = 0
function measure() {
  globalThis.gc?.()
  peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed)
}

async function* rows() {
  yield 'id,at,text\n'
  for (let row = 0; row < Number(count); row += 1) {
    yield `n${row},2099-01-01T09:00Z,"${`Row ${row} `.repeat(20)}"\n`
    if (row % 100 === 0) process.stdout.write(`read ${row}\n`)
    if (row % 500 === 0) measure()
  }
  process.stdout.write('read all\n')
}

const { isImported } = await tutti.scheduler.bulk.import(rows(), { format: 'csv' })
process.stdout.write(`imported ${isImported}\n`)
measure()
process.stdout.write(`peak ${peakBytes}\n`)
await tutti.close()
