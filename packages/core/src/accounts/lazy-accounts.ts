import type { createAccounts } from './accounts.ts'
import type { Accounts } from './types.ts'

/** `tutti.accounts`, loaded at its first use: most clients never connect anybody. */
export function lazyAccounts(...parts: Parameters<typeof createAccounts>): Accounts {
  let loading: Promise<Accounts> | undefined
  const load = (): Promise<Accounts> => {
    loading ??= import('./accounts.ts').then((loaded) => loaded.createAccounts(...parts))
    return loading
  }
  return {
    authorize: async (input, options) => (await load()).authorize(input, options),
    complete: async (input, options) => (await load()).complete(input, options),
    status: async (channel) => (await load()).status(channel),
    disconnect: async (channel, options) => (await load()).disconnect(channel, options),
    async *list() {
      yield* (await load()).list()
    },
  }
}
