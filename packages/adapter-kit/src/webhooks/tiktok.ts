import { checkHmac, createId, readHex } from './proof.ts'
import { readTimestamp, type TimestampOptions } from './timestamp.ts'
import {
  checkSize,
  readHeader,
  refused,
  type VerifiedWebhook,
  type WebhookRequest,
  type WebhookSecret,
} from './webhook-request.ts'

/**
 * TikTok: `TikTok-Signature: t=…,s=…`, keyed by the client secret.
 * Source: https://developers.tiktok.com/doc/webhooks-verification, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyTiktokWebhook(
  request: WebhookRequest,
  options: { readonly clientSecret: WebhookSecret } & TimestampOptions,
): Promise<VerifiedWebhook> {
  checkSize(request)
  const members = readHeader(request, 'tiktok-signature')
    .split(',')
    .map((member) => member.trim())
  const timestamps = members.filter((member) => member.startsWith('t='))
  const signatures = members.filter((member) => member.startsWith('s=')).map((member) => readHex(member.slice(2), 32))
  const timestamp = timestamps[0]?.slice(2)
  if (timestamps.length !== 1 || timestamp === undefined || signatures.length === 0) {
    throw refused('the signature has another form')
  }
  const sentAtMs = readTimestamp(timestamp, request.nowMs, options)
  const signed = [`${timestamp}.`, request.body]
  await checkHmac({ hash: 'SHA-256', secret: options.clientSecret, signatures, signed })
  return { id: await createId('tiktok', signed), sentAtMs }
}
