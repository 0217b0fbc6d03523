import { type IncomingMessage, request } from 'node:http'
import type { RealAccount } from './real-network.ts'

/** What one visit of a page brought. */
interface Visit {
  readonly status: number
  readonly location: string | undefined
  readonly body: string
}

const api = '/@atproto/oauth-provider/~api'

/**
 * The person in front of the real server's sign-in page, without a browser: signs in and agrees, or not.
 * Headers that only browsers may set tell the server that it is one; `fetch` would not send them.
 * @returns the address that the person is sent back to
 */
export async function visitSignIn(url: string, account: RealAccount, decision: 'consent' | 'reject'): Promise<string> {
  const browser = new Browser(url)
  const page = await browser.open(url)
  if (page.status !== 200) throw new Error(`the sign-in page answered ${page.status}: ${page.body.slice(0, 500)}`)
  const { handle: username, password, did } = account
  const signIn = await browser.call('/sign-in', { locale: 'en', username, password, remember: false })
  const answer = await browser.call(`/${decision}`, decision === 'consent' ? { did } : {}, signIn.ephemeralToken)
  const { location, body } = await browser.open(String(answer.url), 'same-origin')
  if (location === undefined) throw new Error(`there is no way back: ${body.slice(0, 500)}`)
  return location
}

class Browser {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()
  #page: string

  constructor(url: string) {
    this.#origin = new URL(url).origin
    this.#page = url
  }

  /** Opens a page and follows redirects within the server. */
  async open(url: string, site = 'cross-site'): Promise<Visit> {
    const visit = await this.#send('GET', url, {
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-fetch-site': site,
      ...(site === 'same-origin' && { referer: this.#page }),
    })
    const target = visit.location === undefined ? undefined : new URL(visit.location, url)
    if (target?.origin !== this.#origin) return visit
    return this.open(target.href, site)
  }

  /** Calls the page's own API. */
  async call(path: string, body: unknown, token?: unknown): Promise<Record<string, unknown>> {
    const { status, body: text } = await this.#send(
      'POST',
      `${this.#origin}${api}${path}`,
      {
        'content-type': 'application/json',
        origin: this.#origin,
        referer: this.#page,
        'sec-fetch-mode': 'same-origin',
        'sec-fetch-site': 'same-origin',
        'sec-fetch-dest': 'empty',
        'x-csrf-token': this.#cookies.get('csrf-token') ?? '',
        ...(typeof token === 'string' && { authorization: `Bearer ${token}` }),
      },
      JSON.stringify(body),
    )
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`)
    return JSON.parse(text)
  }

  async #send(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Visit> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(url, { method, headers: { ...headers, cookie, 'accept-language': 'en' } }, resolve)
      sent.on('error', reject)
      sent.end(body)
    })
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';')
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    let text = ''
    for await (const piece of response.setEncoding('utf8')) text += piece
    return { status: response.statusCode ?? 0, location: response.headers.location, body: text }
  }
}
