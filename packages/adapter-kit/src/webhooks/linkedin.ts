import { checkHmac, createHmac, createId, readHex, toHex } from './proof.ts'
import {
  checkSize,
  readHeader,
  type VerifiedWebhook,
  type WebhookRequest,
  type WebhookSecret,
} from './webhook-request.ts'

const prefix = 'hmacsha256='

/**
 * LinkedIn: `X-LI-Signature` over the body behind `hmacsha256=`, keyed by the client secret. It covers no time: use
 * `rememberWebhook`. Source: https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation, read 2026-11-25.
 * @throws WebhookError `webhook-refused`, `webhook-too-large`
 */
export async function verifyLinkedinWebhook(
  request: WebhookRequest,
  { clientSecret }: { readonly clientSecret: WebhookSecret },
): Promise<VerifiedWebhook> {
  checkSize(request)
  const header = readHeader(request, 'x-li-signature')
  // The page does not say whether the header repeats the prefix.
  const hex = header.startsWith(prefix) ? header.slice(prefix.length) : header
  const signed = [prefix, request.body]
  await checkHmac({ hash: 'SHA-256', secret: clientSecret, signatures: [readHex(hex, 32)], signed })
  return { id: await createId('linkedin', [request.body]) }
}

/** What to answer, as JSON, to LinkedIn's `GET` with `challengeCode`: within three seconds. */
export async function answerLinkedinChallenge(
  challengeCode: string,
  { clientSecret }: { readonly clientSecret: string },
): Promise<{ readonly challengeCode: string; readonly challengeResponse: string }> {
  return { challengeCode, challengeResponse: toHex(await createHmac(clientSecret, challengeCode)) }
}
