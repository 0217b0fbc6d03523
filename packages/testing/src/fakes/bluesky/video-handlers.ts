import { HttpResponse } from 'msw'
import { blobCid } from './identifiers.ts'
import type { FakeBlueskyLedger, FakeBlueskyVideoJob } from './ledger.ts'
import { XrpcRefusal } from './refusal.ts'
import { type FakeNetwork, method, open, required } from './xrpc.ts'

/** The video service, at the same address as the rest, and the tokens with which it acts for an account. */
export function videoHandlers(network: FakeNetwork) {
  const { ledger, tools, settings } = network

  return [
    method(network, 'get', 'com.atproto.server.getServiceAuth', ({ parameters, viewer }) => {
      const lxm = required(parameters, 'lxm')
      const token = `service-token-${tools.nextNumber()}`
      ledger.serviceTokens.set(token, { did: viewer.did, lxm, aud: required(parameters, 'aud') })
      return { token }
    }),
    open('get', 'app.bsky.video.getUploadLimits', (request) => {
      requireToken(ledger, request, 'app.bsky.video.getUploadLimits')
      const remainingDailyBytes = settings.dailyVideoBytes
      const canUpload = remainingDailyBytes > 0
      return {
        canUpload,
        remainingDailyBytes,
        ...(canUpload ? {} : { message: 'User has exceeded their daily limit' }),
      }
    }),
    open('post', 'app.bsky.video.uploadVideo', async (request) => {
      const { did } = requireToken(ledger, request, 'com.atproto.repo.uploadBlob')
      const bytes = new Uint8Array(await request.arrayBuffer())
      const cid = blobCid(bytes)
      const known = ledger.videoJobs.find((job) => job.did === did && job.cid === cid)
      if (known) {
        const answer = { ...viewJob(known), error: 'already_exists', message: 'Video already processed' }
        return HttpResponse.json(answer, { status: 409 })
      }
      const job = { id: `job-${tools.nextNumber()}`, did, cid, size: bytes.byteLength, asked: 0 }
      ledger.videoJobs.push(job)
      return { jobStatus: viewJob(job) }
    }),
    open('get', 'app.bsky.video.getJobStatus', (_request, { searchParams }) => {
      const job = ledger.videoJobs.find(({ id }) => id === searchParams.get('jobId'))
      if (!job) throw new XrpcRefusal(400, 'InvalidRequest', 'Job not found')
      job.asked += 1
      if (settings.failingVideos) {
        const reason = { failureCode: 'encoding_failure', message: 'The video has no frames' }
        return { jobStatus: { ...viewJob(job), state: 'JOB_STATE_FAILED', ...reason } }
      }
      if (job.asked <= settings.videoPolls) return { jobStatus: { ...viewJob(job), state: 'JOB_STATE_ENCODING' } }
      const blob = { cid: job.cid, did: job.did, mimeType: 'video/mp4', size: job.size }
      ledger.blobs.set(`${job.did} ${job.cid}`, blob)
      const ref = { $type: 'blob', ref: { $link: job.cid }, mimeType: blob.mimeType, size: blob.size }
      return { jobStatus: { ...viewJob(job), state: 'JOB_STATE_COMPLETED', blob: ref } }
    }),
  ]
}

const viewJob = ({ id, did }: FakeBlueskyVideoJob) => ({ jobId: id, did, state: 'JOB_STATE_CREATED' })

function requireToken({ serviceTokens }: FakeBlueskyLedger, request: Request, lxm: string) {
  const token = serviceTokens.get(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '')
  if (token?.lxm === lxm) return token
  throw new XrpcRefusal(401, 'InvalidToken', 'Token is not for this method')
}
