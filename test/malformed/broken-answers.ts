/** An answer that is not what the platform's API says. `of` is what the platform truly answered. */
export type BrokenAnswer = (of: Response) => Response | Promise<Response>

const json = (body: string | Uint8Array<ArrayBuffer>, init: ResponseInit = {}): Response =>
  new Response(body, { ...init, headers: { 'content-type': 'application/json', ...init.headers } })

const status = (code: number, headers: Record<string, string> = {}) => new Response(null, { status: code, headers })

/** The same answer, each member changed. */
const changed = (change: (name: string, value: unknown) => unknown) => async (of: Response) =>
  json(JSON.stringify(await of.json(), (name, value) => (name === '' ? value : change(name, value))))

const sameWith = (headers: Record<string, string>) => async (of: Response) => json(await of.text(), { headers })

/** An object with a long text, made once however often it is sent. */
const longText = (megabytes: number) => {
  let bytes: Uint8Array<ArrayBuffer> | undefined
  return () => {
    bytes ??= new TextEncoder().encode(`{"id":"${'x'.repeat(megabytes * 1024 * 1024)}"}`)
    return json(bytes)
  }
}

/** Every way in which an answer can be wrong, by name. */
export const brokenAnswers: readonly (readonly [string, BrokenAnswer])[] = [
  ['JSON that is cut', async (of) => json((await of.text()).slice(0, -5))],
  [
    'a page of HTML',
    () => new Response('<!doctype html><title>Hi</title>', { headers: { 'content-type': 'text/html' } }),
  ],
  ['a page of HTML that calls itself JSON', () => json('<!doctype html><title>Hi</title>')],
  ['nothing', () => json('')],
  ['null', () => json('null')],
  ['a number', () => json('7')],
  ['a text', () => json('"ok"')],
  ['false', () => json('false')],
  ['an empty list', () => json('[]')],
  ['an empty object', () => json('{}')],
  ['a list of holes', () => json('[null,null]')],
  ['null in every place', changed(() => null)],
  ['lists for objects', changed((_, value) => (isObject(value) ? [value] : value))],
  ['objects for lists', changed((_, value) => (Array.isArray(value) ? { ...value } : value))],
  ['numbers as texts', changed((_, value) => (typeof value === 'number' ? String(value) : value))],
  ['texts as numbers', changed((_, value) => (typeof value === 'string' ? 7 : value))],
  ['no ids', changed((name, value) => (/^(?:id|uri|cid|did|rkey)$/.test(name) ? undefined : value))],
  ['empty texts', changed((_, value) => (typeof value === 'string' ? '' : value))],
  ['negative counts', changed((_, value) => (typeof value === 'number' ? -1 : value))],
  ['huge numbers', changed((_, value) => (typeof value === 'number' ? Number.MAX_VALUE : value))],
  ['numbers beyond numbers', async (of) => json((await of.text()).replace(/:\d+/g, ':1e999'))],
  ['dates of nonsense', changed((_, value) => (isDate(value) ? '2026-13-45T99:99:99Z' : value))],
  ['dates beyond time', changed((_, value) => (isDate(value) ? '+999999-01-01T00:00:00Z' : value))],
  ['texts that are markup', changed((_, value) => (typeof value === 'string' ? '<p><a href="javascript:1">x' : value))],
  ['halves of characters', changed((_, value) => (typeof value === 'string' ? '\ud83d' : value))],
  ['members called __proto__', () => json('{"__proto__":{"id":"1","uri":"x"},"constructor":{"prototype":{}}}')],
  ['the same member twice', async (of) => json((await of.text()).replace(/^(\[?)\{/, '$1{"id":1,"uri":2,"id":{},'))],
  ['bytes that are no UTF-8', () => json(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0xc3, 0x28, 0x7d]))],
  ['lists 10 000 deep', () => json('['.repeat(10_000) + ']'.repeat(10_000))],
  ['objects 10 000 deep', () => json(`${'{"id":'.repeat(10_000)}1${'}'.repeat(10_000)}`)],
  ['10 MB of text', longText(10)],
  ['60 MB', longText(60)],
  [
    'JSON that calls itself a picture',
    async (of) => new Response(await of.text(), { headers: { 'content-type': 'image/png' } }),
  ],
  ['a type of nonsense', async (of) => new Response(await of.text(), { headers: { 'content-type': '; ;=,' } })],
  ['gzip that is none', async (of) => json(await of.text(), { headers: { 'content-encoding': 'gzip' } })],
  ['204', () => status(204)],
  [
    '206, a part',
    async (of) => json((await of.text()).slice(0, 9), { status: 206, headers: { 'content-range': 'bytes 0-8/99' } }),
  ],
  ['300', () => status(300)],
  ['304', () => status(304)],
  ['a redirect to another host', () => status(302, { location: 'https://attacker.example/steal' })],
  ['a redirect to a file', () => status(307, { location: 'file:///etc/passwd' })],
  ['a redirect to itself, for ever', () => status(301, { location: '?again' })],
  ['a redirect to nowhere', () => status(308, { location: 'http://[' })],
  ['a redirect without a target', () => status(302)],
  [
    'limits of nonsense',
    sameWith({ 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': 'soon', 'ratelimit-policy': ';;w=' }),
  ],
  ['links of nonsense', sameWith({ link: '<<<>;rel=;;, <http://[>; rel="next"' })],
  [
    'no room left for ever',
    sameWith({ 'ratelimit-limit': '1e999', 'ratelimit-reset': '-1', 'x-ratelimit-limit': 'NaN' }),
  ],
  ['400 without a word', () => status(400)],
  ['401 with a page', () => new Response('<h1>Who?</h1>', { status: 401, headers: { 'content-type': 'text/html' } })],
  ['418', () => json('[{"error":[null]}]', { status: 418 })],
  ['599', () => json('{"error":{"error":{}},"message":[]}', { status: 599 })],
  ['429, come back in a thousand years', () => status(429, { 'retry-after': '31536000000' })],
  ['429, come back before time', () => status(429, { 'retry-after': 'Thu, 01 Jan 0000 00:00:00 GMT' })],
  ['429, come back at noon-ish', () => status(429, { 'retry-after': '-NaN, noon' })],
]

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
}
