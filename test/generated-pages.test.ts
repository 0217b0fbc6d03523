import { expect, test } from 'vitest'
import { refreshPages } from '../tools/pages/generated-pages.ts'

test.each(await refreshPages())('$path is what the adapters say today: npm run pages', ({ present, fresh }) => {
  expect(present).toBe(fresh)
})
