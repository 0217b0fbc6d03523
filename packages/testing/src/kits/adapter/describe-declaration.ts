import { InvalidInputError, type OperationName, operationNames, type Sourced } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { isFake } from '../../platform/platform-under-test.ts'
import { type Harness, printError } from './harness.ts'
import { isCallOperation } from './operation-groups.ts'
import { hasSample } from './sample-inputs.ts'

const thrownBy = (action: () => unknown): unknown => {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

/** What the adapter says about itself is whole, well-formed, and costs nothing. */
export function describeDeclaration(harness: Harness, declared: readonly OperationName[]): void {
  describe('declaration', () => {
    test('creating the adapter and a channel makes no request', async () => {
      const { platform, create, credential } = harness.options
      if (isFake(platform)) platform.platform.reset()
      const baseUrl = harness.adapter.baseUrl(harness.credential.facts)
      create(baseUrl).channel(credential(baseUrl) as never)
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(isFake(platform) ? platform.platform.requests : []).toEqual([])
    })

    test('id, version and operations are of the vocabulary', () => {
      expect(harness.adapter.specVersion).toBe('v0')
      expect(harness.adapter.id).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(declared.length).toBeGreaterThan(0)
      expect(declared.filter((name) => !operationNames.includes(name))).toEqual([])
      expect(declared.filter((name) => typeof harness.adapter.operations[name] !== 'function')).toEqual([])
    })

    test('trusted servers are origins, as they are compared', () => {
      for (const origin of harness.adapter.trustedOrigins ?? []) {
        const one = origin.replace('://*.', '://any.')
        expect(new URL(one).origin).toBe(one)
        expect(one).toMatch(/^https?:\/\/[^*]+$/)
      }
    })

    test('every declared operation can be driven', () => {
      expect(declared.filter((name) => isCallOperation(name) && !hasSample(harness, name))).toEqual([])
    })

    test('a post that can be published can also be looked for, unless nothing is guaranteed', () => {
      const kinds = harness.adapter.guarantees.publish.map(({ kind }) => kind)
      expect(kinds.length).toBeGreaterThan(0)
      if (declared.includes('publishPost') && !kinds.includes('none')) expect(declared).toContain('findPost')
      expect(harness.adapter.guarantees.lateCommitMs).toBeGreaterThanOrEqual(0)
      expect(harness.adapter.guarantees.consistencyMs).toBeGreaterThanOrEqual(0)
    })

    test('every number says where it comes from and when somebody looked', () => {
      const { limits, buckets, guarantees } = harness.adapter
      const sourced: Sourced[] = [...limits.text, ...Object.values(limits.media), ...Object.values(buckets), guarantees]
      if (limits.poll) sourced.push(limits.poll)
      for (const { source, checkedAt } of sourced) {
        expect(source).toMatch(/^(?:https:\/\/|server$)/)
        expect(checkedAt).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      }
    })

    test('buckets have budgets, and name only buckets that exist', () => {
      const { buckets } = harness.adapter
      expect(Object.keys(buckets).length).toBeGreaterThan(0)
      for (const bucket of Object.values(buckets)) {
        expect((bucket.within ?? []).filter((name) => !(name in buckets))).toEqual([])
        expect(Object.keys(bucket.costs ?? {}).filter((name) => !declared.includes(name as OperationName))).toEqual([])
        for (const { budget, windowMs } of bucket.windows) {
          expect(budget).toBeGreaterThan(0)
          expect(windowMs).toBeGreaterThan(0)
        }
      }
    })

    test('scopes are named for declared operations only', () => {
      const native = Object.keys(harness.adapter.native ?? {}).map((name) => `native.${name}`)
      const names: readonly string[] = [...declared, ...native]
      expect(Object.keys(harness.adapter.auth.scopes).filter((name) => !names.includes(name))).toEqual([])
    })

    test('keys are unique', () => {
      const { createKey } = harness.adapter
      if (!createKey) return
      const nowMs = Date.now()
      const keys = Array.from({ length: 1000 }, () => createKey({ nowMs }))
      expect(new Set(keys).size).toBe(keys.length)
      // Within a thread each is made from the one before.
      const thread: string[] = []
      for (let part = 0; part < 1000; part += 1) thread.push(createKey({ nowMs, after: thread.at(-1) }))
      expect(new Set([...thread, ...keys]).size).toBe(thread.length + keys.length)
    })

    test.each([[null], [7], ['text'], [[]], [{ notAnOption: true }]])('platform options %j are refused', (value) => {
      const error = thrownBy(() => harness.adapter.parsePlatformOptions(value))
      expect(InvalidInputError.isInstance(error), printError(error)).toBe(true)
      expect(error).toMatchObject({ code: 'invalid-input' })
    })

    test('no platform options are fine', () => {
      expect(harness.adapter.parsePlatformOptions(undefined)).toBeTypeOf('object')
    })

    test.runIf(declared.includes('exchangeCode'))('without a credential there is none: a sign-in makes it', () => {
      expect(harness.adapter.channel(undefined as never).credential.secrets).toEqual({})
    })

    const noCredentials = [null, 7, 'text', [], {}, { notASecret: 'x' }]
    const refused = declared.includes('exchangeCode') ? noCredentials : [undefined, ...noCredentials]
    test.each(refused.map((value) => [value]))('credential %j is refused', (value) => {
      const error = thrownBy(() => harness.adapter.channel(value as never))
      expect(InvalidInputError.isInstance(error), printError(error)).toBe(true)
      expect(error).toMatchObject({ code: 'invalid-options', outcome: 'not-sent' })
    })

    test('the account is described as JSON, within the declaration', () => {
      const { raw: _, ...profile } = harness.description.profile
      const description = { ...harness.description, profile }
      expect(JSON.parse(JSON.stringify(description))).toEqual(description)
      expect(description.operations.filter((name) => !declared.includes(name))).toEqual([])
      if (isFake(harness.options.platform)) expect([...description.operations].sort()).toEqual([...declared].sort())
    })
  })
}
