import { createTutti, type ErrorRecord, memoryStore, type Plugin, type Store } from '@tutti/core'
import { virtualClock } from '../../clock/virtual-clock.ts'
import { fakeAdapter } from '../../fake-adapter/fake-adapter.ts'
import type { DescribePluginOptions, PluginSurroundings } from './options.ts'

const silent = { debug() {}, info() {}, warn() {} }

/** What a test chooses about a client. */
export interface OpenClientOptions<P extends Plugin> {
  readonly plugin: P
  /** Before and after the plugin and its dependencies. */
  readonly neighbours?: readonly [Plugin, Plugin] | undefined
  readonly store?: Store | undefined
  readonly tenant?: string | undefined
}

/** A client with the plugin under test. */
export async function openClient<P extends Plugin>(
  { dependencies }: DescribePluginOptions<P>,
  { plugin, neighbours, store = memoryStore(), tenant = 'one' }: OpenClientOptions<P>,
) {
  const clock = virtualClock()
  const adapter = fakeAdapter({ now: () => clock.now() })
  const plugins: readonly Plugin[] = [...(dependencies?.() ?? []), plugin]
  const [before, after] = neighbours ?? []
  const tutti = await createTutti({
    channels: { first: adapter.channel({ name: 'first' }) },
    // A list that is put together at run time has lost its literal names: there is nothing left to check them by.
    plugins: [...(before ? [before] : []), ...plugins, ...(after ? [after] : [])] as never,
    store,
    tenant,
    clock,
    log: silent,
    recoverOnStart: false,
  })
  const pluginErrors: { readonly plugin: string; readonly where: string; readonly error: ErrorRecord }[] = []
  tutti.on('plugin.error', (payload) => void pluginErrors.push(payload))
  const api = (tutti as unknown as Record<string, unknown>)[plugin.ref.name] as PluginSurroundings<P>['api']
  const publish = (text: string) => tutti.publish(tutti.post({ text, channels: ['first'] }))
  return { tutti, clock, ledger: adapter.ledger, pluginErrors, api, publish }
}

/** An open client. */
export type OpenClient<P extends Plugin> = Awaited<ReturnType<typeof openClient<P>>>

/** Puts a post with a comment and a reaction on the platform, and makes what `exercise` gets. */
export function surround<P extends Plugin>(client: OpenClient<P>): PluginSurroundings<P> {
  const { tutti, clock, ledger, api } = client
  const post = ledger.post({ text: 'a post to work with' })
  ledger.comment({ post, text: 'what a lovely cake' })
  ledger.react({ post })
  return { api, client: tutti, channel: 'first', ledger, post, clock }
}
