import { InvalidInputError, RejectedError } from '@tutti/model'
import { describe, expect, test } from 'vitest'
import { type Harness, printError } from './harness.ts'
import { makeOutgoing, makePart, publish, stage } from './outgoing.ts'
import { textOfLength } from './text-of-length.ts'

/** The adapter counts as the platform does: exactly at a limit is taken, one over is refused. */
export function describeTextLimits(harness: Harness): void {
  const { limits } = harness.options.create('https://declaration.test')

  describe.each(limits.text.map(({ unit }) => unit))('%s', (unit) => {
    const find = () => {
      const limit = harness.description.limits.text.find((rule) => rule.unit === unit)
      if (!limit) throw new Error(`the described account has no limit of ${unit}`)
      return limit
    }

    test('a text exactly at the limit stands complete', async () => {
      const text = textOfLength(harness, find(), 0)
      if (text === undefined) throw new Error(`no text reaches the limit of ${unit} before another limit`)
      await publish(harness, makeOutgoing(harness, makePart(harness, text)))
      expect((await harness.options.platform.standingPosts()).at(-1)?.text).toBe(text)
    })

    test('one over is refused by the platform, and nothing stands', async () => {
      const text = textOfLength(harness, find(), 1)
      if (text === undefined) throw new Error(`no text exceeds the limit of ${unit} before another limit`)
      const before = await harness.options.platform.standingPosts()
      const input = await stage(harness, makeOutgoing(harness, makePart(harness, text)))
      const { error } = await harness.attempt('publishPost', input)
      const isTyped = RejectedError.isInstance(error) || InvalidInputError.isInstance(error)
      expect(isTyped, printError(error)).toBe(true)
      expect(await harness.options.platform.standingPosts()).toEqual(before)
    })
  })
}
