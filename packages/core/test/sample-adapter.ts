import { type AdapterOperations, defineAdapter, InvalidInputError, type PlatformLimits } from '@tutti/model'

const sourced = { source: 'https://sample.example/docs', checkedAt: '2026-11-22' }

/** Limits of an imaginary platform. */
export const sampleLimits: PlatformLimits = {
  text: [{ ...sourced, unit: 'characters', maximum: 100 }],
  media: {},
  maxMedia: 0,
  mixedMedia: false,
  visibilities: ['public'],
  maxLanguages: 1,
  fields: [],
  requires: 'text',
}

/** What a post may say for the imaginary platform only. */
// A type, not an interface: only a type is assignable to JsonObject.
export type SampleOptions = { readonly sensitive?: boolean | undefined }

/** The credential input of the imaginary platform. */
export interface SampleCredential {
  readonly accessToken: string
}

/** An adapter of an imaginary platform at `baseUrl` with the operations given. */
export function sampleAdapter<const Operations extends AdapterOperations>(
  operations: Operations,
  baseUrl = 'https://sample.example',
) {
  return defineAdapter({
    specVersion: 'v0',
    id: 'sample',
    displayName: 'Sample',
    limits: sampleLimits,
    auth: { kind: 'token', scopes: {} },
    buckets: { all: { ...sourced, per: 'account', windows: [{ budget: 300, windowMs: 300_000 }] } },
    guarantees: { ...sourced, publish: [{ kind: 'none' }], lateCommitMs: 0, consistencyMs: 0 },
    operations,
    baseUrl: () => baseUrl,
    parseCredential: ({ accessToken }: SampleCredential) => ({ secrets: { accessToken }, facts: {} }),
    parsePlatformOptions: (value: unknown): SampleOptions => {
      if (value === undefined || typeof value === 'object') return { ...value }
      throw new InvalidInputError({ code: 'invalid-input', message: 'platformOptions.sample must be an object' })
    },
    authorize: ({ credential }) => ({ headers: { authorization: `Bearer ${credential.secrets.accessToken}` } }),
    countText: (text) => text.length,
  })
}
