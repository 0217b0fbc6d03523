import { expect, test } from 'vitest'
import { refreshReadme } from '../tools/generate-matrix.ts'

test('the capability matrix in README.md is what the adapters say today: npm run matrix', async () => {
  const { present, fresh } = await refreshReadme()
  expect(present).toBe(fresh)
})
