import { lazyOperations } from '@tutti/adapter-kit/setup'
import type { Credential, JsonObject } from '@tutti/model'
import { defineAdapter } from '@tutti/model'
import { authorize } from './authorize.ts'
import { checkPost } from './check-post.ts'
import { countText } from './count-text.ts'
import { readError } from './errors.ts'
import { buckets, guarantees, limits } from './limits.ts'
import { nativeNames, operationNames } from './operation-names.ts'
import {
  type BlueskyCredentialInput,
  type BlueskyOptions,
  parseAdapterOptions,
  parseCredentialInput,
  parsePostOptions,
} from './options.ts'
import { createTid } from './protocol/tid.ts'
import { trustedOrigins } from './trusted-origins.ts'

/**
 * The adapter for Bluesky and every other AT Protocol server. `channel({ identifier, appPassword })` joins it with an
 * account; the session is made at the first request and renewed when it ends. `channel()` takes the account that
 * `tutti.accounts` has signed in by OAuth.
 * @throws InvalidInputError `invalid-options`
 */
export function bluesky(options: BlueskyOptions = {}) {
  const parsed = parseAdapterOptions(options)
  const { service, appView, chatService, webApp } = parsed
  const facts = { service, appView, chatService, webApp }
  return defineAdapter({
    specVersion: 'v0',
    id: 'bluesky',
    displayName: 'Bluesky',
    limits,
    auth: { kind: 'app-password', scopes: {} },
    buckets,
    guarantees,
    operations: lazyOperations(operationNames, async () => {
      const { createOperations } = await import('./operations.ts')
      return createOperations(parsed, facts)
    }),
    native: lazyOperations(nativeNames, async () => {
      const { nativeOperations } = await import('./native-operations.ts')
      return nativeOperations
    }),
    trustedOrigins: trustedOrigins(parsed),
    // Another server than these is one that an account's documents name.
    baseUrl: (facts: JsonObject) => (typeof facts.pds === 'string' ? facts.pds : service),
    // biome-ignore lint/suspicious/noConfusingVoidType: only `void` lets callers leave the argument out
    parseCredential: (input: BlueskyCredentialInput | void): Credential => {
      if (input === undefined) return { secrets: {}, facts }
      const { identifier, appPassword } = parseCredentialInput(input)
      return { secrets: { appPassword }, facts: { identifier, ...facts } }
    },
    parsePlatformOptions: parsePostOptions,
    authorize,
    countText,
    checkPost,
    createKey: ({ nowMs, after }) => createTid(nowMs, after),
    readError,
  })
}
