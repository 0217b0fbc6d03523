import { checkHmac, createHmac, createId, readBase64, toBase64 } from './proof.ts'
import {
  checkSize,
  readHeader,
  refused,
  type VerifiedWebhook,
  type WebhookRequest,
  type WebhookSecret,
} from './webhook-request.ts'

/**
 * X: `x-twitter-webhooks-signature`, keyed by the app's consumer secret. It covers no time: use `rememberWebhook`.
 * Source: https://docs.x.com/x-api/webhooks/quickstart, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyXWebhook(
  request: WebhookRequest,
  { consumerSecret }: { readonly consumerSecret: WebhookSecret },
): Promise<VerifiedWebhook> {
  checkSize(request)
  const [, base64] = /^sha256=([^,\s]+)$/.exec(readHeader(request, 'x-twitter-webhooks-signature')) ?? []
  if (base64 === undefined) throw refused('the signature has another form')
  await checkHmac({ hash: 'SHA-256', secret: consumerSecret, signatures: [readBase64(base64)], signed: [request.body] })
  return { id: await createId('x', [request.body]) }
}

/** What to answer, as JSON, to X's `GET` with `crc_token`: within three seconds. */
export async function answerXChallenge(
  crcToken: string,
  { consumerSecret }: { readonly consumerSecret: string },
): Promise<{ readonly response_token: string }> {
  return { response_token: `sha256=${toBase64(await createHmac(consumerSecret, crcToken))}` }
}
