import { createTutti, definePlugin, memoryStore, pluginRef } from '@tutti/core'
import { fakeAdapter } from '@tutti/testing'
import { expect, onTestFinished, test } from 'vitest'
import { guardModeration, type ModerationOptions, moderation, rules } from '../src/index.ts'

const ruleSet = [rules.words(['scam']), rules.links({ max: 1 }), rules.words(['expensive'], { action: 'flag' })]

async function start(options: Partial<ModerationOptions> = {}, protect?: string) {
  const adapter = fakeAdapter()
  const protector = definePlugin({
    ref: pluginRef<object>()('protector'),
    hooks: [
      guardModeration.use(({ interaction }) =>
        interaction.author.handle === protect ? { deny: 'a good customer' } : undefined,
      ),
    ],
    setup: () => ({}),
  })
  const tutti = await createTutti({
    store: memoryStore(),
    channels: { shop: adapter.channel({ name: 'bakery' }) },
    plugins: [moderation({ rules: ruleSet, ...options }), protector],
  })
  onTestFinished(() => tutti.close())
  const post = adapter.ledger.post({ text: 'cake' })
  return { tutti, post, ledger: adapter.ledger }
}

test('hides what a rule says, once, and every verdict explains itself', async () => {
  const { tutti, post, ledger } = await start()
  const bad = ledger.comment({ post, text: 'what a SCAM' })
  ledger.comment({ post, text: 'rather expensive' })
  ledger.comment({ post, text: 'lovely' })
  const acted: string[] = []
  tutti.on('moderation.acted', ({ verdict }) => acted.push(verdict.outcome))
  const verdicts = await tutti.moderation.moderate()
  expect(verdicts).toHaveLength(2)
  expect(verdicts).toContainEqual(
    expect.objectContaining({
      outcome: 'hidden',
      rule: 'words',
      reason: 'contains “SCAM”, which is on the list of words',
      evidence: [{ start: 7, end: 11, text: 'SCAM' }],
    }),
  )
  expect(verdicts).toContainEqual(expect.objectContaining({ outcome: 'flagged', rule: 'words' }))
  expect(ledger.interactions.filter(({ state }) => state === 'hidden').map(({ id }) => id)).toEqual([bad.id])
  expect(await tutti.moderation.moderate()).toEqual([])
  expect(ledger.count('hideInteraction')).toBe(1)
  expect(acted.toSorted()).toEqual(['flagged', 'hidden'])
  expect(await tutti.moderation.verdicts()).toHaveLength(3)
})

test('undo shows it again, and it stays visible', async () => {
  const { tutti, post, ledger } = await start()
  ledger.comment({ post, text: 'scam' })
  const [verdict] = await tutti.moderation.moderate()
  expect((await tutti.moderation.undo(verdict?.id ?? '')).outcome).toBe('undone')
  await tutti.moderation.moderate()
  expect(ledger.interactions.every(({ state }) => state === 'visible')).toBe(true)
  await expect(tutti.moderation.undo(verdict?.id ?? '')).rejects.toMatchObject({
    code: 'invalid-input',
    path: 'verdictId',
  })
  await expect(tutti.moderation.undo('nothing')).rejects.toMatchObject({ code: 'invalid-input' })
})

test('what a person shows again by hand is undone, and no run says that it is hidden', async () => {
  const { tutti, post, ledger } = await start()
  ledger.comment({ post, text: 'scam' })
  const [verdict] = await tutti.moderation.moderate()
  if (!verdict) return expect.unreachable()
  await tutti.channel('shop').unhideInteraction({ interaction: verdict.interaction })
  expect(await tutti.moderation.moderate()).toEqual([])
  expect(await tutti.moderation.verdicts()).toMatchObject([{ id: verdict.id, outcome: 'undone' }])
  expect(ledger.interactions.every(({ state }) => state === 'visible')).toBe(true)
})

test('what a stream tells is judged at once; likes and own words are left alone', async () => {
  const { tutti, post, ledger } = await start({ keepInteractions: 1 })
  ledger.comment({ post, text: 'scam' })
  ledger.comment({ post, text: 'scam', author: 'account' })
  ledger.react({ post })
  const { items } = await tutti.channel('shop').listInteractions()
  for (const interaction of items) {
    const verdicts = await tutti.moderation.moderate({ interactions: [interaction] })
    expect(verdicts).toHaveLength(interaction.author.ref.id === 'ada' && interaction.text === 'scam' ? 1 : 0)
  }
  expect(ledger.count('hideInteraction')).toBe(1)
  for (let call = 0; call < 100; call += 1) await tutti.moderation.moderate({ interactions: [] })
  expect((await tutti.moderation.dryRun()).verdicts).toHaveLength(1)
  const wrong = { interactions: [{ text: 1 }] } as never
  await expect(tutti.moderation.moderate(wrong)).rejects.toMatchObject({ code: 'invalid-input' })
})

test('another plugin can veto, and the verdict says why', async () => {
  const { tutti, post, ledger } = await start({}, 'ada')
  ledger.comment({ post, text: 'scam', author: 'ada' })
  expect(await tutti.moderation.moderate()).toMatchObject([
    { outcome: 'vetoed', reason: expect.stringContaining('a good customer') },
  ])
  expect(ledger.count('hideInteraction')).toBe(0)
})

test('act: none judges and logs only', async () => {
  const { tutti, post, ledger } = await start({ act: 'none' })
  ledger.comment({ post, text: 'scam' })
  expect(await tutti.moderation.moderate()).toMatchObject([{ action: 'hide', outcome: 'flagged' }])
  expect(ledger.count('hideInteraction')).toBe(0)
})

test('a dry run tries other rules on what was read, does nothing, and measures itself against labels', async () => {
  const { tutti, post, ledger } = await start({ rules: [] })
  const one = ledger.comment({ post, text: 'buy gold' })
  const two = ledger.comment({ post, text: 'gold medal for the baker' })
  const three = ledger.comment({ post, text: 'buy silver' })
  await tutti.moderation.moderate()
  const labels = { [one.id]: true, [two.id]: false, [three.id]: true }
  const run = await tutti.moderation.dryRun({ rules: [rules.words(['gold'])], labels })
  expect(run).toMatchObject({ counts: { hide: 2, flag: 0, none: 1 }, precision: 0.5, recall: 0.5 })
  expect(ledger.count('hideInteraction')).toBe(0)
  expect((await tutti.moderation.dryRun()).counts).toEqual({ hide: 0, flag: 0, none: 3 })
})

test('a failed hiding is told, and tried again the next time', async () => {
  const { tutti, post, ledger } = await start()
  const { createError } = await import('@tutti/core')
  ledger.comment({ post, text: 'scam' })
  ledger.failNext('hideInteraction', createError({ code: 'forbidden', message: 'not your post', outcome: 'rejected' }))
  expect(await tutti.moderation.moderate()).toMatchObject([{ outcome: 'failed', error: { code: 'forbidden' } }])
  expect(await tutti.moderation.moderate()).toMatchObject([{ outcome: 'hidden' }])
})

test('only so many interactions are remembered, the newest', async () => {
  const { tutti, post, ledger } = await start({ keepInteractions: 2, rules: [] })
  for (const text of ['one', 'two', 'three']) ledger.comment({ post, text })
  await tutti.moderation.moderate()
  expect((await tutti.moderation.dryRun()).verdicts).toHaveLength(2)
})

test.each([
  ['no rules', {}, 'moderation.rules'],
  ['a misspelt option', { rules: [], action: 'hide' }, 'moderation.action'],
  ['an unknown action', { rules: [], act: 'delete' }, 'moderation.act'],
])('options: %s', (_, options, path) => {
  expect(() => moderation(options as never)).toThrow(expect.objectContaining({ code: 'invalid-options', path }))
})
