import { isAtprotoHandle } from './atproto-handle.ts'
import type { MentionEntity, MentionForm } from './entity.ts'
import { spanMaker } from './utf8-offsets.ts'

/** Which forms of mention to look for. */
export interface FindMentionsOptions {
  /** Both when missing. With both, `@name.domain.tld` is reported as `atproto`. */
  readonly forms?: readonly MentionForm[] | undefined
}

// Source of the fediverse form: MENTION_RE and USERNAME_RE of mastodon/mastodon app/models/account.rb, and
// app/lib/extractor.rb (what may follow, hosts of at most 253 characters), read 2026-11-22. A host without a dot is
// not taken for one here: no public server has such a name.
const signOfMention = /(?<![=/\p{L}\p{M}\p{Nd}\p{Pc}])@(?=[A-Za-z0-9_])/gu
const nameRun = /[A-Za-z0-9_.-]+/y
const hostRun = /[\p{L}\p{M}\p{Nd}\p{Pc}.-]+/uy
const hostBeginning = /[\p{L}\p{M}\p{Nd}\p{Pc}]/uy
const letterThatNoNameHolds = /[\p{Script=Latin}\p{M}]/uy
const maxHostLength = 253

/**
 * Finds people named with `@`, from left to right: `@user`, `@user@host.tld` (fediverse) and `@name.domain.tld`
 * (AT Protocol). A mention may follow anything but a letter, a digit, `_`, `=` or `/`, so that e-mail addresses and
 * paths hold none. Whether the person exists is not checked: an AT Protocol handle must still be resolved.
 *
 * Never throws, and takes time linear in the text's length.
 */
export function findMentions(text: string, options: FindMentionsOptions = {}): MentionEntity[] {
  const forms = options.forms ?? ['fediverse', 'atproto']
  const mentions: MentionEntity[] = []
  const spanOf = spanMaker(text)
  for (const { index } of text.matchAll(signOfMention)) {
    const found = readMention(text, index + 1, forms)
    if (found === undefined) continue
    const span = spanOf(index, index + 1 + found.handle.length)
    mentions.push({ kind: 'mention', ...found, ...span })
  }
  return mentions
}

function readMention(
  text: string,
  start: number,
  forms: readonly MentionForm[],
): Pick<MentionEntity, 'form' | 'handle' | 'host'> | undefined {
  const name = readRun(nameRun, text, start)
  const nameEnd = start + name.length
  if (text.charAt(nameEnd) === '@') {
    const host = forms.includes('fediverse') ? readRemoteHost(text, nameEnd + 1) : undefined
    return host === undefined ? undefined : { form: 'fediverse', handle: `${name}@${host}`, host }
  }
  if (matchesAt(letterThatNoNameHolds, text, nameEnd) || text.startsWith('://', nameEnd)) return undefined
  if (forms.includes('atproto') && isAtprotoHandle(name)) return { form: 'atproto', handle: name }
  return forms.includes('fediverse') ? { form: 'fediverse', handle: name } : undefined
}

function readRemoteHost(text: string, start: number): string | undefined {
  if (!matchesAt(hostBeginning, text, start)) return undefined
  const host = readRun(hostRun, text, start)
  if (host.length > maxHostLength || !host.includes('.')) return undefined
  const end = start + host.length
  return text.charAt(end) === '@' || text.startsWith('://', end) ? undefined : host
}

/** What the sticky pattern matches at `start`, without the dots and hyphens at its end: they end the sentence. */
function readRun(pattern: RegExp, text: string, start: number): string {
  pattern.lastIndex = start
  const run = pattern.exec(text)?.[0] ?? ''
  let end = run.length
  while (end > 0 && (run[end - 1] === '.' || run[end - 1] === '-')) end -= 1
  return run.slice(0, end)
}

function matchesAt(pattern: RegExp, text: string, offset: number): boolean {
  pattern.lastIndex = offset
  return pattern.test(text)
}
