import {
  createHttp,
  createMemoryCredentialSource,
  kyTransport,
  openPreparedMedia,
  prepareMedia,
  systemClock,
} from '@tutti/adapter-kit'
import type { Adapter, ByteSource, Http } from '@tutti/model'

/** The kit's own HTTP without a platform: tries three times in all. */
export function sampleHttp(baseUrl: string): Http {
  return createHttp({
    // No more of an adapter is asked for by a request that succeeds in the end.
    adapter: { displayName: 'Sample', authorize: () => ({ headers: {} }) } as unknown as Adapter,
    baseUrl,
    credential: createMemoryCredentialSource({ secrets: {}, facts: {} }),
    clock: systemClock,
    signal: new AbortController().signal,
    retry: { maxAttempts: 3, maxDelayMs: 1_000, spend: () => true, refill: () => {} },
    transport: kyTransport(),
    userAgent: 'tutti-testing',
  })
}

/** An upload as adapters state it. */
export const uploadRequest = {
  method: 'POST',
  url: '/upload',
  bucket: 'media',
  repeatable: true,
  timeoutMs: 60_000,
} as const

/** A video from a path, prepared and opened as core does it. */
export async function openFile(path: string): Promise<ByteSource> {
  return openPreparedMedia(await prepareMedia({ kind: 'video', source: { path } }, {}), {})
}
