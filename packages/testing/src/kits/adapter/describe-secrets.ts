import type { CallOperation } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { type AdapterFake, isFake } from '../../platform/platform-under-test.ts'
import type { Harness } from './harness.ts'
import { uniqueText } from './outgoing.ts'
import { sampleInput } from './sample-inputs.ts'

/** No secret of the account is in any error, log, result or cursor, nor anywhere in a request but where it belongs. */
export function describeSecrets(harness: Harness, declared: readonly CallOperation[]): void {
  const { platform } = harness.options
  const leaks = (text: string) => [...harness.secrets].filter((secret) => text.includes(secret))

  test('the canary credential is long enough to be recognised', () => {
    expect(harness.secrets.size).toBeGreaterThan(0)
    for (const secret of harness.secrets) expect(secret.length).toBeGreaterThanOrEqual(8)
  })

  test('the account’s description and facts hold no secret', () => {
    expect(leaks(JSON.stringify([harness.description, harness.credential.facts]))).toEqual([])
  })

  if (isFake(platform)) describeEchoes(harness, platform, declared, leaks)

  test('nothing that this whole suite returned, threw or logged holds a secret', () => {
    const offenders = harness.emitted.filter(({ leaks }) => leaks).map(({ operation }) => operation)
    expect([...new Set(offenders)]).toEqual([])
  })
}

function describeEchoes(
  harness: Harness,
  fake: AdapterFake,
  declared: readonly CallOperation[],
  leaks: (text: string) => readonly string[],
) {
  const others = declared.filter((operation) => !/^(?:refresh|revoke)Credential$/.test(operation))

  describe.each(others)('%s', (operation) => {
    test('sends its secret in no URL, header or body but the authorization', async () => {
      const input = await sampleInput(harness, operation)
      const before = fake.platform.requests.length
      await harness.attempt(operation, input)
      const made = fake.platform.requests.slice(before)
      expect(made.filter(({ headers }) => headers.authorization === '[present]').length).toBeGreaterThan(0)
      const shown = made.map(({ path, query, headers, body }) => JSON.stringify([path, String(query), headers, body]))
      expect(leaks(shown.join('\n'))).toEqual([])
    })

    test('does not repeat a secret that the platform echoes in an error', async () => {
      const input = await sampleInput(harness, operation)
      const secrets = [...harness.secrets]
      const echo = `bad token ${secrets.join(' ')} ${uniqueText()}`
      const body = JSON.stringify({ error: echo, error_description: echo, message: echo })
      const headers = { 'content-type': 'application/json', 'x-echo': secrets.join(' ') }
      fake.platform.faults.add(
        { kind: 'error', committed: false, status: 400, body, headers },
        { times: Number.POSITIVE_INFINITY },
      )
      const from = harness.emitted.length
      const { error } = await harness.attempt(operation, input)
      expect(error).toBeDefined()
      expect(
        leaks(
          harness.emitted
            .slice(from)
            .map(({ text }) => text)
            .join('\n'),
        ),
      ).toEqual([])
    })
  })
}
