import { checkHmac, createId, readHex } from './proof.ts'
import { equalSecrets } from './shared-secret.ts'
import {
  checkSize,
  readHeader,
  refused,
  type VerifiedWebhook,
  type WebhookRequest,
  type WebhookSecret,
} from './webhook-request.ts'

/**
 * Facebook, Instagram, Threads, WhatsApp: `X-Hub-Signature-256`, keyed by the app secret. It covers no time: use
 * `rememberWebhook`. Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyMetaWebhook(
  request: WebhookRequest,
  { appSecret }: { readonly appSecret: WebhookSecret },
): Promise<VerifiedWebhook> {
  checkSize(request)
  const [, hex] = /^sha256=(\w+)$/.exec(readHeader(request, 'x-hub-signature-256')) ?? []
  if (hex === undefined) throw refused('the signature has another form')
  await checkHmac({ hash: 'SHA-256', secret: appSecret, signatures: [readHex(hex, 32)], signed: [request.body] })
  return { id: await createId('meta', [request.body]) }
}

/**
 * What to answer to Meta's `GET` with `hub.challenge`, as plain text.
 * @throws WebhookError `webhook-refused` when the verify token is another one
 */
export async function answerMetaChallenge(
  url: string,
  { verifyToken }: { readonly verifyToken: string },
): Promise<string> {
  const { searchParams } = new URL(url)
  const challenge = searchParams.get('hub.challenge')
  if (searchParams.get('hub.mode') !== 'subscribe' || challenge === null) throw refused('it is no subscription')
  if (!(await equalSecrets(searchParams.get('hub.verify_token') ?? '', verifyToken))) {
    throw refused('the verify token is another one')
  }
  return challenge
}
