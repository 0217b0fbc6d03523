import type { Credential } from '@tutti/model'

/** Whether a credential comes from a sign-in by OAuth. */
export function isOAuth({ secrets }: Credential): boolean {
  return secrets.dpopKey !== undefined
}
