/** How a platform, or somebody in between, answers instead of what it would have. */
export type Echo = (secrets: readonly string[]) => (answer: Response) => Response | Promise<Response>

const words = (secrets: readonly string[]) => secrets.join(' and ')
const asJson = (value: unknown, init: ResponseInit) =>
  new Response(JSON.stringify(value), { ...init, headers: { 'content-type': 'application/json', ...init.headers } })

/** How a platform, or somebody in between, may give a secret back. */
export const echoes: readonly (readonly [string, Echo])[] = [
  [
    'in an error’s message',
    (s) => () => asJson({ error: words(s), message: words(s), error_description: words(s) }, { status: 400 }),
  ],
  ['in an error’s name', (s) => () => asJson({ error: s[0], message: s.at(-1) }, { status: 422 })],
  [
    'in a page',
    (s) => () => new Response(`<h1>${words(s)}</h1>`, { status: 500, headers: { 'content-type': 'text/html' } }),
  ],
  [
    'in headers',
    (s) => () => asJson({}, { status: 403, headers: { 'x-echo': words(s), 'www-authenticate': `Bearer ${s[0]}` } }),
  ],
  [
    'in a redirect',
    (s) => () => new Response(null, { status: 302, headers: { location: `https://e.example/${s[0]}?t=${s.at(-1)}` } }),
  ],
  [
    'in JSON that is cut',
    (s) => () => new Response(`{"token":"${words(s)}`, { headers: { 'content-type': 'application/json' } }),
  ],
  ['in a refusal of the credential', (s) => () => asJson({ error: `bad token ${words(s)}` }, { status: 401 })],
  [
    'while it asks to wait',
    (s) => () => asJson({ error: words(s) }, { status: 429, headers: { 'retry-after': `1 ${s[0]}` } }),
  ],
]
