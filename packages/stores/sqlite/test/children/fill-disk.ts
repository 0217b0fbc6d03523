// Writes ever bigger values until the store refuses; prints the refusal and what is stored then. Usage: fill-disk.ts FILE
import { StoreError } from '@tutti/model'
import { sqliteStore } from '@tutti/store-sqlite'

const store = sqliteStore(process.argv[2] ?? '')
const { documents } = store.scope('tenant', 'owner')
await documents.put('posts', 'a', 'small', 'absent')
try {
  for (let count = 1; count < 100; count += 1) await documents.put('posts', 'a', 'x'.repeat(count * 100_000), 'any')
} catch (error) {
  const value = (await documents.get<string>('posts', 'a'))?.value
  console.log(JSON.stringify({ refused: StoreError.isInstance(error) && error.toJSON(), storedLength: value?.length }))
}
await store.close()
