import { asArray, asString } from '@tutti/adapter-kit'
import { AuthenticationError, type HttpAnswer, type SignInContext } from '@tutti/model'
import { membersOf } from '../read/members-of.ts'

/** Where accounts are looked up. */
export interface Directories {
  /** The server that resolves handles. */
  readonly service: string
  readonly plcDirectory: string
}

/** An account by its own documents. */
export interface Identity {
  readonly did: string
  readonly handle: string | undefined
  /** The account's own server. */
  readonly pds: string
}

/**
 * Looks an account up: handle → DID → DID document. A handle counts only when the document names it too, as
 * https://atproto.com/specs/handle#handle-resolution has it (read 2026-11-25).
 * @throws AuthenticationError `sign-in-invalid` when there is no such account, or its documents contradict each other
 */
export async function findIdentity(
  account: string,
  directories: Directories,
  context: Pick<SignInContext, 'http'>,
): Promise<Identity> {
  const isDid = account.startsWith('did:')
  const did = isDid ? account : await resolveHandle(account, directories, context)
  const document = membersOf((await get(documentUrl(did, directories), context)).body)
  const handles = asArray(document.alsoKnownAs).map((uri) => asString(uri)?.replace(/^at:\/\//, ''))
  if (document.id !== did || (!isDid && !handles.includes(account.toLowerCase()))) {
    throw invalid(`the documents of ${account} contradict each other`)
  }
  return { did, handle: handles[0], pds: readServer(document.service, directories) }
}

async function resolveHandle(handle: string, { service }: Directories, context: Pick<SignInContext, 'http'>) {
  const url = `${service}/xrpc/com.atproto.identity.resolveHandle`
  const { body, status } = await get(url, context, { handle })
  const did = asString(membersOf(body).did)
  if (status !== 200 || did === undefined) throw invalid(`there is no account ${handle}`)
  return did
}

function get(url: string, { http }: Pick<SignInContext, 'http'>, query?: Record<string, string>): Promise<HttpAnswer> {
  return http.request({ method: 'GET', url, query, bucket: 'requests', authorize: false, acceptStatus: [400, 404] })
}

/** https://atproto.com/specs/did#blessed-did-methods, read 2026-11-25. */
function documentUrl(did: string, { plcDirectory }: Directories): string {
  if (/^did:plc:[a-z2-7]{24}$/.test(did)) return `${plcDirectory.replace(/\/$/, '')}/${did}`
  const [, host] = /^did:web:([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i.exec(did) ?? []
  if (host === undefined) throw invalid(`${did} is no DID of a method that Bluesky knows`)
  return `https://${host}/.well-known/did.json`
}

function readServer(services: unknown, { service }: Directories): string {
  const entry = asArray(services)
    .map(membersOf)
    .find(({ type }) => type === 'AtprotoPersonalDataServer')
  return readServerUrl(entry?.serviceEndpoint, service)
}

/**
 * The origin of a server that somebody else's document names. Tokens go there: https, or plain http where the
 * configured service is on this machine too.
 * @throws AuthenticationError `sign-in-invalid`
 */
export function readServerUrl(value: unknown, service: string): string {
  const url = URL.parse(asString(value) ?? '')
  if (url?.protocol === 'https:') return url.origin
  if (url?.protocol === 'http:' && isLoopback(url) && isLoopback(new URL(service))) return url.origin
  throw invalid('the account’s documents name no usable server')
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** @returns AuthenticationError `sign-in-invalid` */
export function invalid(message: string): AuthenticationError {
  return new AuthenticationError({ code: 'sign-in-invalid', message, advice: 'Check the handle, and begin again.' })
}
