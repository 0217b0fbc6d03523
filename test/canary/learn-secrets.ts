import type { Adapter, ChannelDefinition } from '@tutti/core'

/** Told, each time, of the secrets that a client has from then on: those that a platform gets to see, and its own. */
export type Learn = (shared: readonly string[], own: readonly string[]) => void

/** A channel that nobody has signed in to yet, whose secrets are learned from the adapter itself. */
export function learnSecrets(definition: ChannelDefinition, learn: Learn): ChannelDefinition {
  const { adapter } = definition
  const { authorizeUrl, exchangeCode, refreshCredential } = adapter.operations
  if (authorizeUrl === undefined || exchangeCode === undefined) throw new Error('the adapter can’t sign in')
  const tell = ({ dpopKey, ...others }: Readonly<Record<string, string>>, ...more: readonly string[]) => {
    // A key is JSON, which is written in many ways: its private half is one word.
    const own = dpopKey === undefined ? [] : [dpopKey, (JSON.parse(dpopKey) as { d: string }).d]
    learn([...Object.values(others), ...more], own)
  }
  const operations: Adapter['operations'] = {
    ...adapter.operations,
    async authorizeUrl(request, context) {
      learn([], [request.state])
      const start = await authorizeUrl(request, context)
      tell(start.pending.secrets, request.state)
      return start
    },
    async exchangeCode(exchange, context) {
      const { state, secrets } = exchange.pending
      tell(secrets, state, new URL(exchange.callbackUrl).searchParams.get('code') ?? '')
      const credential = await exchangeCode(exchange, context)
      tell(credential.secrets)
      return credential
    },
    ...(refreshCredential && {
      async refreshCredential(input, context) {
        const credential = await refreshCredential(input, context)
        tell(credential.secrets)
        return credential
      },
    }),
  }
  return { ...definition, adapter: { ...adapter, operations } }
}
