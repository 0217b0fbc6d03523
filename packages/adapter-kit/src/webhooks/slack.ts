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
 * Slack: `X-Slack-Signature` of version `v0` with its timestamp.
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifySlackWebhook(
  request: WebhookRequest,
  options: { readonly signingSecret: WebhookSecret } & TimestampOptions,
): Promise<VerifiedWebhook> {
  checkSize(request)
  const timestamp = readHeader(request, 'x-slack-request-timestamp')
  const [, hex] = /^v0=(\w+)$/.exec(readHeader(request, 'x-slack-signature')) ?? []
  if (hex === undefined) throw refused('the signature has another form')
  const sentAtMs = readTimestamp(timestamp, request.nowMs, options)
  const signed = [`v0:${timestamp}:`, request.body]
  await checkHmac({ hash: 'SHA-256', secret: options.signingSecret, signatures: [readHex(hex, 32)], signed })
  return { id: await createId('slack', signed), sentAtMs }
}
