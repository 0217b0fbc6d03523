import { defineFakePlatform, type FakePlatform, type FakePlatformOptions } from '../fake-platform/fake-platform.ts'
import { identityHandlers } from './handlers.ts'
import { createIdentityLedger, type FakeIdentityLedger } from './ledger.ts'
import type { FakeIdentitySettings } from './settings.ts'

/** A fake identity provider. Served on a socket or intercepted, with faults, as every fake. */
export type FakeIdentityProvider = FakePlatform<FakeIdentityLedger>

/**
 * A strict identity provider for one client: PKCE is demanded, a code works once, refresh tokens rotate, and one that
 * was used before revokes its whole family. The person agrees at once: `GET` the sign-in's address and follow to the
 * callback; add `decision=deny` for a person who does not agree.
 */
export function fakeIdentityProvider(
  settings: FakeIdentitySettings,
  options: FakePlatformOptions = {},
): FakeIdentityProvider {
  return defineFakePlatform<FakeIdentityLedger>({
    id: 'identity',
    createLedger: createIdentityLedger,
    handlers: (ledger, tools) => identityHandlers(ledger, tools, settings),
    isCommit: () => false,
  })(options)
}
