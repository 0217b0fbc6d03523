import type { Tutti } from '@tutti/core'
import type { Context } from '../context.ts'
import { inertLine } from '../output/inert.ts'
import { openLoopback } from './loopback.ts'

/** Sends the person to the platform and waits until they are back: state and one use are checked here and in core. */
export async function signIn(
  { surroundings, output }: Context,
  accounts: Tutti['accounts'],
  input: { readonly channel: string; readonly account?: string | undefined; readonly browser: boolean },
) {
  const { signal, clock, openBrowser } = surroundings
  const loopback = await openLoopback(clock, signal)
  try {
    const { channel, account } = input
    const { redirectUri } = loopback
    const { url, state } = await accounts.authorize({ channel, redirectUri, account }, { signal })
    const waiting = loopback.waitFor(state)
    output.note('Open this address, and allow what it asks for. It is good for five minutes:')
    output.note(inertLine(url))
    if (input.browser) openBrowser?.(url)
    return await accounts.complete({ callbackUrl: await waiting }, { signal })
  } finally {
    await loopback.close()
  }
}
