// Writes pairs of equal numbers until it is killed. Usage: write-forever.ts FILE
import { sqliteStore } from '@tutti/store-sqlite'

const { documents } = sqliteStore(process.argv[2] ?? '').scope('tenant', 'owner')
for (let count = 1; ; count += 1) {
  await documents.put('pairs', 'a', { left: count, right: count }, 'any')
  process.stdout.write(`${count}\n`)
}
