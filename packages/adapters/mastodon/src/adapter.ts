import { lazyOperations } from '@tutti/adapter-kit/setup'
import { defineAdapter, type Issue, type PreparedPost } from '@tutti/model'
import { countCodePoints, countMastodon } from '@tutti/text/counting'
import { readError } from './errors.ts'
import { keyGuarantees, mastodonAuth, mastodonBuckets, mastodonLimits } from './limits.ts'
import { nativeNames, operationNames } from './operation-names.ts'
import {
  type MastodonCredential,
  type MastodonOptions,
  type MastodonPostOptions,
  parseMastodonCredential,
  parseMastodonOptions,
  parseMastodonPostOptions,
} from './options.ts'

/**
 * The adapter for one server that speaks Mastodon's API: Mastodon itself, and as far as they follow
 * it GoToSocial, Akkoma, Pleroma, Pixelfed, Friendica. Limits, software and what it guarantees are
 * read from the server when a channel is first used. No request is made here.
 * @throws InvalidInputError `invalid-options` when the server's address is not usable
 */
export function mastodon(options: MastodonOptions) {
  const parsed = parseMastodonOptions(options)
  const { server, appId, trustServer = true } = parsed
  return defineAdapter({
    specVersion: 'v0',
    id: 'mastodon',
    displayName: 'Mastodon',
    appId,
    limits: mastodonLimits,
    auth: mastodonAuth,
    buckets: mastodonBuckets,
    guarantees: keyGuarantees,
    operations: lazyOperations(operationNames, async () => {
      const { createOperations } = await import('./operations.ts')
      return createOperations(parsed)
    }),
    native: lazyOperations(nativeNames, async () => {
      const { nativeOperations } = await import('./native/native-operations.ts')
      return nativeOperations
    }),
    baseUrl: () => server,
    trustedOrigins: trustServer ? [server] : [],
    // biome-ignore lint/suspicious/noConfusingVoidType: only `void` lets callers leave the argument out
    parseCredential: (input: MastodonCredential | void) =>
      parseMastodonCredential(input as MastodonCredential | undefined, server),
    parsePlatformOptions: (value): MastodonPostOptions => parseMastodonPostOptions(value),
    authorize: ({ credential: { secrets } }) => ({
      headers: secrets.accessToken ? { authorization: `Bearer ${secrets.accessToken}` } : {},
    }),
    countText: (text, { limit, contentWarning }) =>
      limit.charactersReservedPerUrl === undefined
        ? countCodePoints((contentWarning ?? '') + text)
        : countMastodon(text, { contentWarning, charactersReservedPerUrl: limit.charactersReservedPerUrl }),
    checkPost,
    readError,
  })
}

/** Mastodon takes a poll or media, not both: https://docs.joinmastodon.org/methods/statuses/#create, read 2026-11-22. */
function checkPost(post: Omit<PreparedPost, 'contentHash'>): readonly Issue[] {
  return post.parts.flatMap((part, index) =>
    part.poll && part.media.length > 0
      ? [
          {
            severity: 'error',
            code: 'poll-with-media',
            message: 'a post on Mastodon has a poll or media, not both',
            path: `parts[${index}].poll`,
            advice: 'Leave one of them out, or put the media into another part of the thread.',
          } as const,
        ]
      : [],
  )
}
