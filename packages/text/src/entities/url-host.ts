const maxHostLength = 253
const maxLabelLength = 63

// One label may hold letters, marks and digits of any script, and signs that real domains use (underscores, joiners,
// the middle dots of Catalan and Japanese, emoji and other symbols). The run is capped so that a hostile text costs no
// more than one host.
const hostRun = /[\p{L}\p{M}\p{N}\p{So}_.\-\u00b7\u30fb\u200c\u200d]{1,300}/uy
const internetProtocolV6 = /\[[0-9a-fA-F:.]{2,45}\]/y
const topLevelDomain = /^(?:[xX][nN]--[a-zA-Z0-9-]*[a-zA-Z0-9]|[\p{L}\p{M}\u200c\u200d]{2,})$/u
const latinBeginning = /^[\p{Script=Latin}\p{M}\p{N}-]+/u

/** What kind of host stands in a URL: platforms link domain names, and not always the others. */
type HostKind = 'domain' | 'address' | 'localhost'

/** A host found in a text, with the offset just behind it. */
export interface UrlHost {
  readonly kind: HostKind
  readonly name: string
  readonly end: number
}

/** Reads the host of a URL at `start`, or answers undefined where none stands. Looks at no more than 300 characters. */
export function readHost(text: string, start: number): UrlHost | undefined {
  internetProtocolV6.lastIndex = start
  if (internetProtocolV6.test(text))
    return { kind: 'address', name: text.slice(start, internetProtocolV6.lastIndex), end: internetProtocolV6.lastIndex }

  hostRun.lastIndex = start
  const run = hostRun.exec(text)?.[0]
  if (run === undefined) return undefined
  const host = withoutForeignTail(withoutTrailingSigns(run))
  if (host.length > maxHostLength) return undefined
  const end = start + host.length
  if (host.toLowerCase() === 'localhost') return { kind: 'localhost', name: host, end }

  const labels = host.split('.')
  if (isInternetProtocolV4(labels)) return { kind: 'address', name: host, end }
  if (labels.length < 2 || !labels.every(isLabel)) return undefined
  return topLevelDomain.test(labels.at(-1) ?? '') ? { kind: 'domain', name: host, end } : undefined
}

function withoutTrailingSigns(run: string): string {
  return run.replace(/[._\-\u00b7\u30fb\u200c\u200d]+$/, '')
}

/**
 * Cuts what follows an address without a space: in `https://example.comを見て` the domain ends before the kana. No
 * top-level domain mixes Latin letters with another script.
 */
function withoutForeignTail(host: string): string {
  const lastLabelStart = host.lastIndexOf('.') + 1
  const beginning = latinBeginning.exec(host.slice(lastLabelStart))?.[0]
  return beginning === undefined ? host : host.slice(0, lastLabelStart + beginning.length)
}

function isLabel(label: string): boolean {
  return label.length > 0 && label.length <= maxLabelLength && !label.startsWith('-') && !label.endsWith('-')
}

function isInternetProtocolV4(labels: readonly string[]): boolean {
  return labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label) && Number(label) <= 255)
}
