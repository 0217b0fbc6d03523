import { WebhookError } from '@tutti/model'

/** More than any platform sends. */
const maxBodyBytes = 10 * 1024 * 1024

/** A request as it came. Verify before parsing: a body that was parsed and written again has other bytes. */
export interface WebhookRequest {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array<ArrayBuffer>
  /** The receiver's time in epoch milliseconds. */
  readonly nowMs: number
}

/** A request that is proved to come from the platform. */
export interface VerifiedWebhook {
  /** The same for the same request, however often it comes: for `rememberWebhook`. */
  readonly id: string
  /** Epoch milliseconds at which the platform sent it, where the proof covers that. */
  readonly sentAtMs?: number | undefined
}

/** One secret, or several while they are being changed: any of them proves. */
export type WebhookSecret = string | readonly string[]

/**
 * Reads a request of the web's own kind, whatever its length header says.
 * @throws WebhookError `webhook-too-large` beyond 10 MB
 */
export async function readWebhookRequest(request: Request, nowMs: number): Promise<WebhookRequest> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let byteLength = 0
  // Leaving the loop cancels the stream.
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    byteLength += piece.byteLength
    if (byteLength > maxBodyBytes) throw tooLarge()
    pieces.push(piece)
  }
  return { headers: request.headers, body: new Uint8Array(await new Blob(pieces).arrayBuffer()), nowMs }
}

/** @throws WebhookError `webhook-too-large` */
export function checkSize({ body }: WebhookRequest): void {
  if (body.byteLength > maxBodyBytes) throw tooLarge()
}

/**
 * The one value of a header.
 * @throws WebhookError `webhook-refused` when it is missing or there are several: which one was checked would be a guess
 */
export function readHeader({ headers }: WebhookRequest, name: string): string {
  const values = headers instanceof Headers ? [headers.get(name) ?? ''] : valuesOf(headers, name)
  const [value = ''] = values
  if (values.length > 1) throw refused(`there are several headers ${name}`)
  if (value === '') throw refused(`the header ${name} is missing`)
  return value
}

function valuesOf(headers: Exclude<WebhookRequest['headers'], Headers>, name: string): readonly string[] {
  return Object.entries(headers)
    .filter(([candidate]) => candidate.toLowerCase() === name)
    .flatMap(([, value]) => value ?? [])
}

/** @returns WebhookError `webhook-refused` */
export function refused(reason: string): WebhookError {
  return new WebhookError({ code: 'webhook-refused', message: `the webhook is not proved: ${reason}` })
}

function tooLarge(): WebhookError {
  return new WebhookError({ code: 'webhook-too-large', message: `the body has more than ${maxBodyBytes} bytes` })
}
