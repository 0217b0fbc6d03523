import { coreHooks, type HookKind, type InteractionRef, type Plugin, type PostRef } from '@tutti/core'
import { expect, test } from 'vitest'
import { withHandlers } from './changed-hooks.ts'
import type { OpenClient, OpenClientOptions } from './open-client.ts'
import type { DescribePluginOptions } from './options.ts'

/** What must become of the work when a hook of a kind throws. */
const rules: Readonly<Record<HookKind, string>> = {
  waterfall: 'the operation fails',
  guard: 'it is denied',
  around: 'the operation fails',
  notify: 'it is reported, and changes nothing',
}

/** The plugin's hooks follow the rules of their kind when they throw. */
export function describeThrowingHooks<P extends Plugin>(
  { create }: DescribePluginOptions<P>,
  open: (more: Partial<OpenClientOptions<P>>) => Promise<OpenClient<P>>,
): void {
  const core = new Set<string>(coreHooks.map(({ name }) => name))
  const used = create().hooks.map(({ hook }) => hook)

  test('nothing fails while no hook throws', async () => {
    const client = await open({})
    expect(await drive(client, 'afterPublish')).toMatchObject({ failed: false })
    expect(await drive(client, 'operationFailed')).toMatchObject({ failed: false })
    expect(client.pluginErrors).toEqual([])
  })

  test.each(used.filter(({ name }) => core.has(name)))('$name ($kind) throws', async ({ name, kind }) => {
    const plugin = withHandlers(create(), ({ hook }, handler) => (hook.name === name ? fail : handler))
    const client = await open({ plugin })
    const outcome = await drive(client, name)
    const errors = client.pluginErrors.filter((reported) => reported.plugin === plugin.ref.name)
    if (kind === 'notify') {
      expect(outcome, rules.notify).not.toMatchObject({ failed: true })
      expect(errors.length, 'a plugin.error event').toBeGreaterThan(0)
      expect(errors[0]).toMatchObject({ where: expect.stringContaining(name), error: { code: 'hook-failed' } })
    } else {
      expect(outcome, rules[kind]).toMatchObject({ failed: true })
    }
  })
}

const fail = (): never => {
  throw new Error('the hook fails: this is a test')
}

/** Does what makes core run a hook. */
async function drive<P extends Plugin>(client: OpenClient<P>, hook: string): Promise<unknown> {
  const { tutti, ledger, publish } = client
  const channel = tutti.channel('first')
  const atRest: PostRef = { v: 1, kind: 'post', platform: 'fake', id: '1' }
  const outcomeOf = async (work: () => Promise<unknown>) =>
    work().catch((error) => ({ failed: true, error: String(error) }))

  switch (hook) {
    case 'guardReply':
    case 'interactionReceived': {
      await publish('a post to talk about')
      const interaction: InteractionRef = ledger.comment({ post: atRest, text: 'a comment' })
      if (hook === 'interactionReceived') return outcomeOf(() => channel.listComments({ post: atRest }))
      return outcomeOf(() => channel.replyToInteraction({ interaction, text: 'thanks', key: 'a-key' }))
    }
    case 'metricsCollected':
      return outcomeOf(() => channel.fetchPostMetrics({ posts: [atRest] }))
    case 'operationFailed':
      await outcomeOf(() => channel.fetchPost({ post: { ...atRest, id: 'none' } }))
      return { failed: false }
    case 'aroundOperation':
      return outcomeOf(() => channel.fetchProfile())
    default: {
      const published = await outcomeOf(() => publish('a post to publish'))
      const posts = ledger.posts.length
      return { failed: posts === 0, published }
    }
  }
}
