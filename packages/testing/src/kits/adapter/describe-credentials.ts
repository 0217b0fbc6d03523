import { AuthenticationError, type CallOperation } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import type { AdapterFake } from '../../platform/platform-under-test.ts'
import { type Harness, printError } from './harness.ts'
import { sampleInput } from './sample-inputs.ts'

/** Sessions that end: renewed once where they can be, and said plainly where they can't. */
export function describeCredentials(harness: Harness, fake: AdapterFake, declared: readonly CallOperation[]): void {
  const { expireCredentials } = fake
  if (!expireCredentials || !declared.includes('refreshCredential')) return
  const others = declared.filter((operation) => !/^(?:refresh|revoke)Credential$/.test(operation))

  describe.each(others)('%s', (operation) => {
    test('is done with a renewed credential when the old one has ended', async () => {
      const input = await sampleInput(harness, operation)
      expireCredentials.call(fake)
      const { error } = await harness.attempt(operation, input)
      expect(error, printError(error)).toBeUndefined()
    })

    test('says that the credential has ended when it can’t be renewed', async () => {
      const input = await sampleInput(harness, operation)
      expireCredentials.call(fake)
      const { error, output } = await harness.attempt(operation, input, { refresh: false })
      if (error === undefined) {
        // Platforms answer some reads to everybody: then the answer is the one that a valid credential gets.
        return expect(output).toEqual((await harness.attempt(operation, input)).output)
      }
      expect(AuthenticationError.isInstance(error), printError(error)).toBe(true)
      expect(error).toMatchObject({ outcome: 'rejected' })
    })
  })

  test('refreshCredential answers a credential that works and is not the old one', async () => {
    const renewed = await harness.run('refreshCredential', { credential: harness.credential })
    expect(renewed.secrets).not.toEqual(harness.credential.secrets)
    expect(renewed.facts).toEqual(harness.credential.facts)
  })
}
