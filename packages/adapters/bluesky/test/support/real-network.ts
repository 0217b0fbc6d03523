import { readFileSync } from 'node:fs'

/** An account on the real network. */
export interface RealAccount {
  readonly did: string
  readonly handle: string
  readonly password: string
  /** The server that it lives on. */
  readonly service: string
}

/** A session with one of the real servers, for what tests do without the adapter. */
export interface RealSession extends RealAccount {
  readonly refreshJwt: string
  query(method: string, parameters?: Record<string, string>): Promise<Record<string, unknown>>
  call(method: string, body: unknown): Promise<Record<string, unknown>>
}

/** Bluesky's own servers on this machine, as their start script describes them: one JSON object a line. */
export interface RealNetwork {
  readonly pds: string
  /** A second server, with the limits of the real one. */
  readonly limitedPds: string
  /** Waits until the AppView knows of every write, and has counted it. */
  process(): Promise<void>
  /** Waits until the AppView shows a post, which is sooner. */
  waitForPost(uri: string): Promise<void>
  /** A token signed by the server's own secret that expires in so many seconds; negative: that has expired. */
  signToken(did: string, scope: string, expiresInSeconds: number): Promise<string>
  /** On the first server when none is given. */
  createAccount(name: string, service?: string): Promise<RealAccount>
  signIn(account: RealAccount): Promise<RealSession>
}

interface InfoLine {
  readonly pds?: string
  readonly appview?: string
  readonly pdsRateLimited?: string
  readonly control?: string
}

/** The network of the file that `TUTTI_BLUESKY_INFO` names; `undefined` without it. */
export function findRealNetwork(): RealNetwork | undefined {
  const file = process.env.TUTTI_BLUESKY_INFO
  if (!file) return undefined
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as InfoLine)
  const find = (name: keyof InfoLine) => {
    const value = lines.find((line) => line[name] !== undefined)?.[name]
    if (value === undefined) throw new Error(`${file} says nothing of "${name}"`)
    return value
  }
  const pds = find('pds')
  const limitedPds = find('pdsRateLimited')
  const control = find('control')

  return {
    pds,
    limitedPds,
    process: async () => void (await post(`${control}/process`)),
    async waitForPost(uri) {
      const url = `${find('appview')}/xrpc/app.bsky.feed.getPosts?${new URLSearchParams({ uris: uri })}`
      const deadline = Date.now() + 20_000
      for (;;) {
        const { posts } = await send(url, {})
        if (Array.isArray(posts) && posts.length > 0) return
        if (Date.now() > deadline) throw new Error(`the AppView does not show ${uri}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async signToken(did, scope, expiresInSeconds) {
      const query = new URLSearchParams({ did, scope, exp: String(expiresInSeconds) })
      const answer = await post(`${control}/token?${query}`)
      return String(answer.token)
    },
    async createAccount(name, service = pds) {
      const handle = `${name}${Date.now().toString(36)}.test`
      const password = `password-of-${handle}`
      const body = { handle, email: `${handle}@example.com`, password }
      const { did } = await post(`${service}/xrpc/com.atproto.server.createAccount`, body)
      return { did: String(did), handle, password, service }
    },
    async signIn(account) {
      const { handle: identifier, password, service } = account
      const session = await post(`${service}/xrpc/com.atproto.server.createSession`, { identifier, password })
      const headers = { authorization: `Bearer ${session.accessJwt}` }
      return {
        ...account,
        refreshJwt: String(session.refreshJwt),
        query: (method, parameters) =>
          send(`${service}/xrpc/${method}?${new URLSearchParams(parameters)}`, { headers }),
        call: (method, body) => post(`${service}/xrpc/${method}`, body, headers),
      }
    },
  }
}

function post(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  if (body === undefined) return send(url, { method: 'POST', headers })
  const json = { 'content-type': 'application/json', ...headers }
  return send(url, { method: 'POST', headers: json, body: JSON.stringify(body) })
}

async function send(url: string, init: RequestInit): Promise<Record<string, unknown>> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
  return text === '' ? {} : JSON.parse(text)
}
