import { createId, readHex, utf8 } from './proof.ts'
import { readTimestamp, type TimestampOptions } from './timestamp.ts'
import { checkSize, readHeader, refused, type VerifiedWebhook, type WebhookRequest } from './webhook-request.ts'

/**
 * Discord: Ed25519 over timestamp and body, against the app's public key.
 * Source: https://docs.discord.com/developers/interactions/overview, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyDiscordWebhook(
  request: WebhookRequest,
  options: {
    /** Hexadecimal, as the developer portal shows it. */
    readonly publicKey: string
  } & TimestampOptions,
): Promise<VerifiedWebhook> {
  checkSize(request)
  const timestamp = readHeader(request, 'x-signature-timestamp')
  const signature = readHex(readHeader(request, 'x-signature-ed25519'), 64)
  const sentAtMs = readTimestamp(timestamp, request.nowMs, options)
  const key = await crypto.subtle.importKey('raw', readHex(options.publicKey, 32), 'Ed25519', false, ['verify'])
  const signed = new Uint8Array([...utf8(timestamp), ...request.body])
  if (!(await crypto.subtle.verify('Ed25519', key, signature, signed))) throw refused('the signature is another one')
  return { id: await createId('discord', [signed]), sentAtMs }
}
