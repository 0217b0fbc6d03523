import { checkHmac, createId, readHex } from './proof.ts'
import {
  checkSize,
  readHeader,
  refused,
  type VerifiedWebhook,
  type WebhookRequest,
  type WebhookSecret,
} from './webhook-request.ts'

/** The methods that a hub may sign with: https://www.w3.org/TR/websub/#signature-validation, read 2026-11-25. */
const hashes = {
  sha1: { hash: 'SHA-1', byteLength: 20 },
  sha256: { hash: 'SHA-256', byteLength: 32 },
  sha384: { hash: 'SHA-384', byteLength: 48 },
  sha512: { hash: 'SHA-512', byteLength: 64 },
} as const

/**
 * YouTube's hub (WebSub): `X-Hub-Signature`, keyed by the subscription's `hub.secret`. It covers no time: use
 * `rememberWebhook`. Answer 2xx in any case, as WebSub asks, and act on it only when this does not throw.
 * Source: https://developers.google.com/youtube/v3/guides/push_notifications, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyYoutubeWebhook(
  request: WebhookRequest,
  { hubSecret }: { readonly hubSecret: WebhookSecret },
): Promise<VerifiedWebhook> {
  checkSize(request)
  const [, method = '', hex = ''] = /^(\w+)=(\w+)$/.exec(readHeader(request, 'x-hub-signature')) ?? []
  if (!Object.hasOwn(hashes, method)) throw refused('the signature has another form')
  const { hash, byteLength } = hashes[method as keyof typeof hashes]
  await checkHmac({ hash, secret: hubSecret, signatures: [readHex(hex, byteLength)], signed: [request.body] })
  return { id: await createId('youtube', [request.body]) }
}

/**
 * What to answer, as plain text, to the hub's `GET` with `hub.challenge`.
 * @throws WebhookError `webhook-refused` when it is about a topic that nobody asked for
 */
export function answerYoutubeChallenge(url: string, { topics }: { readonly topics: readonly string[] }): string {
  const { searchParams } = new URL(url)
  const challenge = searchParams.get('hub.challenge')
  if (challenge === null || !topics.includes(searchParams.get('hub.topic') ?? '')) {
    throw refused('nobody asked for that topic')
  }
  return challenge
}
