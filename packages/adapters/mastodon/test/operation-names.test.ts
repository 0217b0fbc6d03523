import { expect, test } from 'vitest'
import { nativeOperations } from '../src/native/native-operations.ts'
import { nativeNames, operationNames } from '../src/operation-names.ts'
import { createOperations } from '../src/operations.ts'

test('what is declared is all that is there to be loaded', () => {
  const loaded = createOperations({ server: 'https://social.example' })
  expect(Object.keys(loaded).toSorted()).toEqual([...operationNames].toSorted())
  expect(Object.keys(nativeOperations).toSorted()).toEqual([...nativeNames].toSorted())
})
