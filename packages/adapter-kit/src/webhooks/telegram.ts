import { createId } from './proof.ts'
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
 * Telegram: the secret token that was given to `setWebhook` comes back in a header. It proves nothing about the body
 * and no time: serve it over https only, and use `rememberWebhook`.
 * Source: https://core.telegram.org/bots/api#setwebhook, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyTelegramWebhook(
  request: WebhookRequest,
  { secretToken }: { readonly secretToken: WebhookSecret },
): Promise<VerifiedWebhook> {
  checkSize(request)
  const given = readHeader(request, 'x-telegram-bot-api-secret-token')
  const expected = typeof secretToken === 'string' ? [secretToken] : secretToken
  const found = await Promise.all(expected.map((one) => equalSecrets(given, one)))
  if (!found.includes(true)) throw refused('the secret token is another one')
  return { id: await createId('telegram', [request.body]) }
}
