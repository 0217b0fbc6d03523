import { expect, test } from 'vitest'
import { freshLists } from '../tools/generate-top-level-domains.ts'

test.each(freshLists())('$file is what the npm package says: npm run top-level-domains', ({ present, fresh }) => {
  expect(present).toBe(fresh)
})
