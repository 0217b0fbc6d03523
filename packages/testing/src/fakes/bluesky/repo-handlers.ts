import { blobCid, isTid, recordCid, tid } from './identifiers.ts'
import {
  deleteRecord,
  type FakeBlueskyAccount,
  type FakeBlueskyPlace,
  type FakeBlueskyRecordValue,
  findAccount,
  recordsOf,
  writeRecords,
} from './ledger.ts'
import { invalidRequest, XrpcRefusal } from './refusal.ts'
import { validatePost } from './validate-record.ts'
import { type FakeNetwork, method, open, pageSize, required } from './xrpc.ts'

interface WriteBody {
  readonly repo: string
  readonly collection: string
  readonly rkey?: string
  readonly record: FakeBlueskyRecordValue
  readonly swapRecord?: string | null
}

interface CreateWrite {
  readonly $type: string
  readonly collection: string
  readonly rkey: string
  readonly value: FakeBlueskyRecordValue
}

const notOwner = () => new XrpcRefusal(401, 'AuthenticationRequired', 'Authentication Required')

/** Records and blobs, as the account's server keeps them. */
export function repoHandlers(network: FakeNetwork) {
  const { ledger, tools, settings } = network

  /** The body of a write, checked as far as every write is. */
  const readWrite = async (request: Request, viewer: FakeBlueskyAccount) => {
    const body = (await request.json()) as WriteBody
    const account = findAccount(ledger, body.repo)
    if (!account) throw new XrpcRefusal(403, 'AccountNotFound', 'Account not found')
    if (account !== viewer) throw notOwner()
    const rkey = body.rkey ?? tid(tools.clock.now(), tools.nextNumber())
    const { collection } = body
    return {
      ...body,
      rkey,
      uri: `at://${viewer.did}/${collection}/${rkey}`,
      place: { did: viewer.did, collection, rkey },
    }
  }
  const checkCreate = ({ did, collection, rkey }: FakeBlueskyPlace) => {
    if (collection === 'app.bsky.feed.post' && !isTid(rkey)) {
      throw invalidRequest(`Invalid record key for ${collection}: Invalid TID string (got "${rkey}") at $`)
    }
    // Seen on the real server: the second of a key is an internal error, while the first stands.
    if (ledger.records.has(`at://${did}/${collection}/${rkey}`)) {
      throw new XrpcRefusal(500, 'InternalServerError', 'Internal Server Error')
    }
  }
  const checkValue = (place: FakeBlueskyPlace, record: FakeBlueskyRecordValue) => {
    if (record.$type !== undefined && record.$type !== place.collection) {
      throw invalidRequest(`Invalid $type: expected ${place.collection}, got ${record.$type}`)
    }
    if (place.collection === 'app.bsky.feed.post') validatePost(record, place.did, ledger)
  }
  /** All of them, or none. */
  const write = (writes: readonly { readonly place: FakeBlueskyPlace; readonly value: FakeBlueskyRecordValue }[]) => {
    for (const { place, value } of writes) checkValue(place, value)
    const typed = writes.map(({ place, value }) => ({ place, value: { ...value, $type: place.collection } }))
    return writeRecords(ledger, tools, typed).map(({ uri, cid }) => ({ uri, cid, validationStatus: 'valid' }))
  }
  const writeOne = (place: FakeBlueskyPlace, value: FakeBlueskyRecordValue) => ({
    ...write([{ place, value }])[0],
    commit: makeCommit(),
  })
  const makeCommit = () => {
    const rev = tid(tools.clock.now(), tools.nextNumber())
    return { cid: recordCid(rev), rev }
  }

  return [
    method(network, 'post', 'com.atproto.repo.createRecord', async ({ request, viewer }) => {
      const { place, record } = await readWrite(request, viewer)
      checkCreate(place)
      return writeOne(place, record)
    }),
    method(network, 'post', 'com.atproto.repo.applyWrites', async ({ request, viewer }) => {
      const { repo, writes } = (await request.json()) as { repo: string; writes: readonly CreateWrite[] }
      if (findAccount(ledger, repo) !== viewer) throw notOwner()
      const other = writes.find(({ $type }) => $type !== 'com.atproto.repo.applyWrites#create')
      if (other) throw invalidRequest(`the fake only creates, not ${other.$type}`)
      const placed = writes.map(({ collection, rkey, value }) => ({
        place: { did: viewer.did, collection, rkey },
        value,
      }))
      for (const { place } of placed) checkCreate(place)
      const results = write(placed)
      const $type = 'com.atproto.repo.applyWrites#createResult'
      return { commit: makeCommit(), results: results.map((result) => ({ $type, ...result })) }
    }),
    method(network, 'post', 'com.atproto.repo.putRecord', async ({ request, viewer }) => {
      const { place, record, uri, swapRecord } = await readWrite(request, viewer)
      const standing = ledger.records.get(uri)?.cid ?? null
      if (swapRecord !== undefined && swapRecord !== standing) {
        throw new XrpcRefusal(400, 'InvalidSwap', `Record was at ${standing}`)
      }
      return writeOne(place, record)
    }),
    method(network, 'post', 'com.atproto.repo.deleteRecord', async ({ request, viewer }) => {
      const { uri } = await readWrite(request, viewer)
      return deleteRecord(ledger, tools, uri) ? { commit: makeCommit() } : {}
    }),
    open('get', 'com.atproto.repo.getRecord', (_request, { searchParams }) => {
      const repo = required(searchParams, 'repo')
      const account = findAccount(ledger, repo)
      if (!account) throw invalidRequest(`Could not find repo: ${repo}`)
      const uri = `at://${account.did}/${required(searchParams, 'collection')}/${required(searchParams, 'rkey')}`
      const record = ledger.records.get(uri)
      if (!record) throw new XrpcRefusal(400, 'RecordNotFound', `Could not locate record: ${uri}`)
      return { uri, cid: record.cid, value: record.value }
    }),
    open('get', 'com.atproto.repo.listRecords', (_request, { searchParams }) => {
      const repo = required(searchParams, 'repo')
      const account = findAccount(ledger, repo)
      if (!account) throw invalidRequest(`Could not find repo: ${repo}`)
      const limit = pageSize(searchParams, 'com.atproto.repo.listRecords')
      const cursor = searchParams.get('cursor')
      const records = recordsOf(ledger, account.did, required(searchParams, 'collection'))
        .toSorted((a, b) => (a.rkey < b.rkey ? 1 : -1))
        .filter(({ rkey }) => cursor === null || rkey < cursor)
        .slice(0, limit)
      const last = records.at(-1)
      return {
        records: records.map(({ uri, cid, value }) => ({ uri, cid, value })),
        ...(last && records.length === limit ? { cursor: last.rkey } : {}),
      }
    }),
    method(network, 'post', 'com.atproto.repo.uploadBlob', async ({ request, viewer }) => {
      const mimeType = request.headers.get('content-type')
      if (mimeType === null) throw invalidRequest('Request encoding (Content-Type) required but not provided')
      const bytes = new Uint8Array(await request.arrayBuffer())
      if (bytes.byteLength > settings.blobUploadLimitBytes) {
        throw new XrpcRefusal(413, 'PayloadTooLarge', 'request entity too large')
      }
      const blob = { cid: blobCid(bytes), did: viewer.did, mimeType, size: bytes.byteLength }
      ledger.blobs.set(`${viewer.did} ${blob.cid}`, blob)
      return { blob: { $type: 'blob', ref: { $link: blob.cid }, mimeType, size: blob.size } }
    }),
  ]
}
