import { expect, test } from 'vitest'
import { readApiSnapshots } from '../tools/public-api/snapshots.ts'

test.each(readApiSnapshots())('$path is what the package exports: npm run public-api', ({ reviewed, actual }) => {
  expect(actual).toBe(reviewed)
})
