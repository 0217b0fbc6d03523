import {
  type AccountDescription,
  defineAdapter,
  InvalidInputError,
  type JsonObject,
  type PlatformLimits,
  type PublishPostOutput,
} from '@tutti/model'
import { countGraphemes } from '@tutti/text'

const source = { source: 'https://example.org/sample', checkedAt: '2026-11-22' } as const

/** Twenty graphemes and nothing else. */
export const sampleLimits: PlatformLimits = {
  text: [{ unit: 'graphemes', maximum: 20, ...source }],
  media: {},
  maxMedia: 0,
  mixedMedia: false,
  visibilities: ['public'],
  maxLanguages: 0,
  fields: [],
  requires: 'text-or-media',
}

/** A platform with the limits of the test; whatever is sent to it is published. */
export function samplePlatform(options: {
  readonly id?: string
  readonly limits?: Partial<PlatformLimits>
  readonly describeAccount?: () => Promise<AccountDescription>
}) {
  const { id = 'sample', limits = {}, describeAccount } = options
  let posts = 0
  const publishPost = async (): Promise<PublishPostOutput> => {
    posts += 1
    return { state: 'published', ref: { v: 1, kind: 'post', platform: id, id: String(posts) }, warnings: [], raw: {} }
  }
  return defineAdapter({
    specVersion: 'v0',
    id,
    displayName: 'Sample',
    limits: { ...sampleLimits, ...limits },
    auth: { kind: 'none', scopes: {} },
    buckets: { all: { per: 'account', windows: [{ budget: 1000, windowMs: 1000 }], ...source } },
    guarantees: { publish: [{ kind: 'none' }], lateCommitMs: 0, consistencyMs: 0, ...source },
    operations: describeAccount ? { publishPost, describeAccount } : { publishPost },
    baseUrl: () => 'https://sample.invalid',
    parseCredential: (_: object) => ({ secrets: {}, facts: {} }),
    parsePlatformOptions(value): JsonObject {
      const wrong = Object.keys(value ?? {}).find((name) => name !== 'a' && name !== 'b')
      if (wrong === undefined) return { ...(value as JsonObject) }
      throw new InvalidInputError({
        code: 'invalid-input',
        message: 'not known',
        path: `platformOptions.${id}.${wrong}`,
      })
    },
    authorize: () => ({ headers: {} }),
    countText: countGraphemes,
  })
}
