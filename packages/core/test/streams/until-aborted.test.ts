import { expect, test } from 'vitest'
import { untilAborted } from '../../src/channels/until-aborted.ts'

test('what fails after everybody has gone is nobody’s error', async () => {
  const unheard: unknown[] = []
  const listener = (error: unknown) => unheard.push(error)
  process.on('unhandledRejection', listener)
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 1))
  await expect(untilAborted(late, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  process.off('unhandledRejection', listener)
  expect(unheard).toEqual([])
})
