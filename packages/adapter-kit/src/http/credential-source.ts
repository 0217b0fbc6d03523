import type { Credential } from '@tutti/model'
import type { CredentialSource } from './http-options.ts'

/**
 * Keeps one credential in memory: for scripts and tests. All who ask for a new one while a refresh
 * runs share its result; without `refresh` the credential can't be refreshed.
 */
export function createMemoryCredentialSource(
  credential: Credential,
  refresh?: (stale: Credential) => Promise<Credential | undefined>,
): CredentialSource {
  let present = credential
  let running: Promise<Credential | undefined> | undefined

  async function replace(stale: Credential): Promise<Credential | undefined> {
    const fresh = await refresh?.(stale)
    if (fresh) {
      present = fresh
    }
    return fresh
  }

  return {
    current: () => present,
    async refresh(stale) {
      if (stale !== present) {
        return present
      }
      running ??= replace(stale).finally(() => {
        running = undefined
      })
      return running
    },
  }
}
