import { asString } from '@tutti/adapter-kit'
import { defineAdapter } from '@tutti/model'
import { boardOperations } from './board-operations.ts'
import { type BoardGuarantee, keyMemoryMs } from './ledger.ts'

const source = { source: 'https://example.org/board', checkedAt: '2026-11-25' } as const

/** Options of `board`. */
export interface BoardOptions {
  /** Where `fakeBoard` listens. */
  readonly server: string
  /** What it gives against doubles: the same as the fake's. */
  readonly guarantee: BoardGuarantee
}

/** The adapter for `fakeBoard`, declaring the guarantee that is chosen. Its channel needs no credential: `channel({})`. */
export function board({ server, guarantee }: BoardOptions) {
  return defineAdapter({
    specVersion: 'v0',
    id: 'board',
    displayName: 'Board',
    limits: {
      text: [{ unit: 'characters', maximum: 1_000_000, ...source }],
      media: {},
      maxMedia: 0,
      mixedMedia: false,
      visibilities: [],
      maxLanguages: 0,
      fields: ['replyTo', 'firstComment'],
      requires: 'text',
    },
    auth: { kind: 'none', scopes: {} },
    buckets: { all: { per: 'account', windows: [{ budget: 10_000, windowMs: 60_000 }], ...source } },
    guarantees: {
      publish: [guarantee === 'key' ? { kind: guarantee, honouredForMs: keyMemoryMs } : { kind: guarantee }],
      lateCommitMs: 30_000,
      consistencyMs: 0,
      ...source,
    },
    operations: boardOperations(guarantee),
    baseUrl: () => server,
    parseCredential: (_input: Readonly<Record<string, never>>) => ({ secrets: {}, facts: {} }),
    parsePlatformOptions: () => ({}),
    authorize: () => ({ headers: {} }),
    countText: (text) => text.length,
    readError({ status, body }) {
      const error = asString((body as { readonly error?: unknown } | undefined)?.error)
      // Some platforms refuse a text that stands already, with this status: evidence, not proof.
      return status === 403 && error === 'duplicate' ? { code: 'duplicate', message: error } : { message: error }
    },
  })
}
