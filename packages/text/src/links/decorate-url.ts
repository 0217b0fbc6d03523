import { fillTemplate } from '../fill-template.ts'
import type { LinkDecoration } from './link-decoration.ts'

const urlParts = /^(https?:\/\/[^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/is
// Encoded beyond what URLs need: platforms take these for the end of a sentence when they come last.
const endsSentence = /[!'()*~]|\.$/g
const loneSurrogate = /\p{Cs}/gu

/**
 * Adds parameters to the query of one http or https address. Everything else of it stays as it is, to the character: path,
 * fragment, encoded characters, the order and spelling of other parameters. An address whose host is not among `hosts`
 * comes back unchanged, and so does what is no http or https address. Doing it twice changes nothing more.
 *
 * @throws InvalidInputError `invalid-options` when a template names a value that is not there
 */
export function decorateUrl(url: string, decoration: LinkDecoration): string {
  const additions = additionsOf(decoration)
  const [, origin, path = '', query, fragment = ''] = urlParts.exec(url) ?? []
  if (origin === undefined || additions.size === 0 || !isAmong(decoration.hosts, origin)) return url

  const present = query === undefined || query === '' ? [] : query.split('&')
  const isReplaced = (pair: string) => decoration.existing === 'replace' && additions.has(nameOf(pair))
  const kept = present.filter((pair) => !isReplaced(pair))
  const keptNames = new Set(kept.map(nameOf))
  const added = Array.from(additions)
    .filter(([name]) => !keptNames.has(name))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
  if (added.length === 0) return url
  // An empty last pair is what stands behind a trailing `&`.
  if (kept.at(-1) === '') kept.pop()
  return `${origin}${path === '' ? '/' : path}?${[...kept, ...added].join('&')}${fragment}`
}

/** The parameters to add, by name. */
function additionsOf({ utm = {}, parameters = {}, values = {} }: LinkDecoration): Map<string, string> {
  const additions = new Map<string, string>()
  const add = (name: string, template: string | undefined, path: string) => {
    const value = template === undefined ? undefined : fillTemplate(template, values, path)
    if (value !== undefined) additions.set(name, value)
  }
  for (const [name, template] of Object.entries(utm)) add(`utm_${name}`, template, `utm.${name}`)
  for (const [name, template] of Object.entries(parameters)) add(name, template, `parameters.${name}`)
  return additions
}

function isAmong(hosts: readonly string[] | undefined, origin: string): boolean {
  if (hosts === undefined) return true
  const name = origin
    .replace(/^.*[/@]/s, '')
    .replace(/:\d*$/, '')
    .toLowerCase()
  return hosts.some((host) => name === host.toLowerCase() || name.endsWith(`.${host.toLowerCase()}`))
}

function nameOf(pair: string): string {
  const name = pair.split('=', 1)[0] ?? ''
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

function encode(text: string): string {
  const percentOf = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(text.replace(loneSurrogate, '\ufffd')).replace(endsSentence, percentOf)
}
