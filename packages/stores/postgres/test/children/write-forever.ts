// Writes pairs of equal numbers until it is killed. Usage: write-forever.ts URL SCHEMA
import { postgresStore } from '@tutti/store-postgres'

const [, , url = '', schema = ''] = process.argv
const { documents } = postgresStore(url, { schema }).scope('tenant', 'owner')
for (let count = 1; ; count += 1) {
  await documents.put('pairs', 'a', { left: count, right: count }, 'any')
  process.stdout.write(`${count}\n`)
}
