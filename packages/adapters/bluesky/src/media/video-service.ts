import { asNumber, asString, requireObject, requireString } from '@tutti/adapter-kit'
import type { OperationContext, PreparedMedia } from '@tutti/model'
import { RateLimitError, RejectedError } from '@tutti/model'
import { ownDid } from '../protocol/own-did.ts'
import { query } from '../protocol/xrpc.ts'
import { membersOf, type Raw } from '../read/members-of.ts'
import type { BlobRef, VideoJob } from '../record/staged-facts.ts'

// The whole way is told in https://docs.bsky.app/docs/tutorials/video, read 2026-11-25.
const uploadTimeoutMs = 15 * 60_000
/** As the document advises: the service hands the video on to the account's server with the same token. */
const uploadTokenSeconds = 30 * 60
const askAgainMs = 3_000

/**
 * Gives a video to the video service, which makes it ready and puts it on the account's own server. A video that it
 * knows already is not made ready twice.
 * @throws RejectedError `forbidden` when the account may upload no video, or no more today; nothing was sent
 */
export async function uploadVideo(item: PreparedMedia, service: string, context: OperationContext): Promise<VideoJob> {
  await requireAllowance(item, service, context)
  const server = asString(context.account.facts.pds) ?? requireString(context.account.facts.service, 'service')
  const token = await getToken(context, {
    aud: `did:web:${new URL(server).host.replace(':', '%3A')}`,
    lxm: 'com.atproto.repo.uploadBlob',
    exp: Math.floor(context.clock.now() / 1000) + uploadTokenSeconds,
  })
  const answer = await context.http.request({
    method: 'POST',
    url: `${service}/xrpc/app.bsky.video.uploadVideo`,
    query: { did: await ownDid(context), name: `${item.sha256.slice(0, 16)}.mp4` },
    headers: { authorization: `Bearer ${token}` },
    body: await context.openMedia(item),
    authorize: false,
    bucket: 'uploads',
    repeatable: true,
    // A video that is known already, with the job that it had.
    acceptStatus: [409],
    timeoutMs: uploadTimeoutMs,
  })
  // The lexicon has the job inside of `jobStatus`; the service has answered it bare, too.
  const job = membersOf(membersOf(answer.body).jobStatus ?? answer.body)
  return { service, id: requireString(job.jobId, 'jobId') }
}

/**
 * The finished video of a job. Asks once: whoever is told to wait comes again.
 * @throws RateLimitError `rate-limited` while the service is at it; RejectedError `rejected` when it has failed
 */
export async function fetchVideo({ service, id }: VideoJob, context: OperationContext): Promise<BlobRef> {
  const url = `${service}/xrpc/app.bsky.video.getJobStatus`
  const answer = await context.http.request({
    method: 'GET',
    url,
    query: { jobId: id },
    authorize: false,
    bucket: 'requests',
  })
  const job = requireObject(membersOf(answer.body).jobStatus, 'jobStatus')
  if (job.blob !== undefined && job.blob !== null) return requireObject(job.blob, 'blob') as BlobRef
  if (job.state === 'JOB_STATE_FAILED') throw failed(job)
  throw new RateLimitError({
    code: 'rate-limited',
    message: `Bluesky: the video is being made ready: ${asString(job.state) ?? 'state unknown'}`,
    outcome: 'not-sent',
    retryAfterMs: askAgainMs,
  })
}

async function requireAllowance(item: PreparedMedia, service: string, context: OperationContext): Promise<void> {
  const lxm = 'app.bsky.video.getUploadLimits'
  const token = await getToken(context, { aud: `did:web:${new URL(service).host.replace(':', '%3A')}`, lxm })
  const answer = await context.http.request({
    method: 'GET',
    url: `${service}/xrpc/${lxm}`,
    headers: { authorization: `Bearer ${token}` },
    authorize: false,
    bucket: 'requests',
  })
  const { canUpload, remainingDailyBytes, message } = membersOf(answer.body)
  const isTooMuch = (asNumber(remainingDailyBytes) ?? item.byteLength) < item.byteLength
  if (canUpload !== false && !isTooMuch) return
  throw new RejectedError({
    code: 'forbidden',
    message: `Bluesky: no video can be uploaded: ${asString(message) || 'the allowance of the day is used up'}`,
    outcome: 'not-sent',
    advice: 'Confirm the account’s e-mail address, or wait for tomorrow.',
  })
}

/** A short-lived token with which another service acts for the account. */
async function getToken(context: OperationContext, parameters: Readonly<Record<string, string | number>>) {
  const answer = await query(context, 'com.atproto.server.getServiceAuth', parameters)
  return requireString(membersOf(answer.body).token, 'token')
}

function failed(job: Raw): RejectedError {
  const reason = asString(job.message) || asString(job.error) || asString(job.failureCode) || 'no reason given'
  return new RejectedError({
    code: 'rejected',
    message: `Bluesky: the video could not be made ready: ${reason}`,
    outcome: 'rejected',
    advice: 'Export the video again, as H.264 in an MP4 file.',
  })
}
