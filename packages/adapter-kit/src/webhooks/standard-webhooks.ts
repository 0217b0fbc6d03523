import { checkHmac, createId, readBase64 } from './proof.ts'
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
 * Standard Webhooks: `webhook-id`, `webhook-timestamp` and one or more signatures of version `v1`. Secrets are
 * `whsec_` and base64. A message that is sent again keeps its id, and so does the result's.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyStandardWebhook(
  request: WebhookRequest,
  options: { readonly secret: WebhookSecret } & TimestampOptions,
): Promise<VerifiedWebhook> {
  checkSize(request)
  const id = readHeader(request, 'webhook-id')
  const timestamp = readHeader(request, 'webhook-timestamp')
  const entries = readHeader(request, 'webhook-signature').split(' ')
  if (!entries.every((entry) => /^\w+,[\w+/=-]+$/.test(entry))) throw refused('the signature has another form')
  const signatures = entries.filter((entry) => entry.startsWith('v1,')).map((entry) => readBase64(entry.slice(3)))
  if (signatures.length === 0) throw refused('there is no signature of version v1')
  const sentAtMs = readTimestamp(timestamp, request.nowMs, options)
  const readSecret = (secret: string) => readBase64(secret.replace(/^whsec_/, ''))
  const signed = [`${id}.${timestamp}.`, request.body]
  await checkHmac({ hash: 'SHA-256', secret: options.secret, readSecret, signatures, signed })
  return { id: await createId('standard-webhooks', [id]), sentAtMs }
}
