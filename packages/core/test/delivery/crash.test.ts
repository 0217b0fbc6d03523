import type { PublishGuarantee } from '@tutti/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Badness, badEngine, tutti } from './support/engines.ts'
import type { Behaviour } from './support/scripted-platform.ts'
import { play, type Story } from './support/story.ts'

const guarantees: readonly PublishGuarantee['kind'][] = ['key', 'client-id', 'two-step', 'read-back', 'none']
const protecting: readonly PublishGuarantee['kind'][] = ['key', 'client-id', 'two-step']
const behaviours: readonly Behaviour[] = [
  'publish',
  'reject',
  'not-sent',
  'wait',
  'lose-answer',
  'lose-request',
  'commit-late',
  'fail-committed',
  'break',
  'die-before',
  'die-after',
  'accept',
]

test.each(guarantees)('killed around any write of a thread, none doubles and none is lost: %s', async (guarantee) => {
  const story: Story = { guarantee, script: [], parts: 3 }
  const { writeCount } = await play(tutti, story)
  expect(writeCount).toBeGreaterThan(5)
  for (let write = 1; write <= writeCount; write += 1) {
    for (const when of ['before', 'after'] as const) {
      const ending = await play(tutti, { ...story, stop: { write, when } })
      expect(ending, `killed ${when} write ${write}`).toMatchObject({ violations: [] })
      // Before it is in the journal nobody was told anything, and nothing was sent.
      if (!ending.delivery) expect(ending.ledgerCount).toBe(0)
      else if (protecting.includes(guarantee))
        expect(ending.delivery.state, `killed ${when} write ${write}`).toBe('published')
      else expect(['published', 'needs-human']).toContain(ending.delivery.state)
    }
  }
})

test.each(guarantees)('killed with a request on its way, in the middle of a thread: %s', async (guarantee) => {
  for (const behaviour of ['die-before', 'die-after'] as const) {
    const ending = await play(tutti, { guarantee, script: ['publish', behaviour], parts: 3 })
    expect(ending.violations).toEqual([])
    if (protecting.includes(guarantee))
      expect(ending).toMatchObject({ delivery: { state: 'published' }, ledgerCount: 3 })
  }
})

test.each(guarantees)('stopped past its lease, it wakes up when another has taken over: %s', async (guarantee) => {
  const story: Story = { guarantee, script: [], parts: 2, wakesUp: true }
  const { writeCount } = await play(tutti, story)
  for (let write = 1; write <= writeCount; write += 1) {
    for (const when of ['before', 'after'] as const) {
      const ending = await play(tutti, { ...story, stop: { write, when } })
      expect(ending, `stopped ${when} write ${write}`).toMatchObject({ violations: [] })
    }
  }
})

test('whatever the platform does and whenever the process stops, every promise holds', async () => {
  const stories = fc.record({
    guarantee: fc.constantFrom(...guarantees),
    script: fc.array(fc.constantFrom(...behaviours), { maxLength: 5 }),
    parts: fc.integer({ min: 1, max: 3 }),
    wakesUp: fc.boolean(),
    stop: fc.option(
      fc.record({ write: fc.integer({ min: 1, max: 25 }), when: fc.constantFrom('before' as const, 'after' as const) }),
      { nil: undefined },
    ),
  })
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      // A process that died on a request can't wake up.
      const wakesUp = story.wakesUp && story.stop !== undefined && !story.script.some((item) => item.startsWith('die'))
      expect((await play(tutti, { ...story, wakesUp })).violations).toEqual([])
    }),
    { numRuns: 400 },
  )
})

const bad: readonly [string, Badness, Partial<Story>][] = [
  ['blind retry', { retriesBlindly: true }, { script: ['lose-answer'] }],
  ['journal after send', { journalsAfterSending: true }, { script: ['die-after'] }],
  ['interrupted means queued', { requeuesInterrupted: true }, { script: ['die-after'] }],
  ['unknown called failed', { callsUnknownFailed: true }, { script: ['lose-answer'] }],
  ['unknown called published', { callsUnknownPublished: true }, { script: ['lose-request'] }],
]

test.each(bad)('the checker finds a bad engine: %s', async (_, badness, story) => {
  const ending = await play(badEngine(badness), { guarantee: 'read-back', script: [], parts: 1, ...story })
  expect(ending.violations).not.toEqual([])
})

test('the checker finds nothing in the same engine without its faults', async () => {
  for (const behaviour of behaviours.filter((item) => item !== 'die-before' && item !== 'die-after')) {
    const ending = await play(badEngine({}), { guarantee: 'read-back', script: [behaviour], parts: 1 })
    expect(ending.violations, behaviour).toEqual([])
  }
})
