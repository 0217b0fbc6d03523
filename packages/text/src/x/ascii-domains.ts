import { accentedLatin } from './x-characters.ts'
import { topLevelDomainEnd } from './x-top-level-domain.ts'

const label = new RegExp(`[-a-z0-9${accentedLatin}]+`, 'iy')

/**
 * The domains of Latin letters that stand in a domain without a scheme, from left to right: of `example.comを見て` the
 * beginning. Each is as long as it can be.
 */
export function findAsciiDomains(text: string, start: number, end: number): { start: number; end: number }[] {
  const domains: { start: number; end: number }[] = []
  let index = start
  while (index < end) {
    let domainEnd: number | undefined
    let reached = index
    for (let labelEnd = labelEndAt(text, reached); labelEnd !== undefined; labelEnd = labelEndAt(text, reached)) {
      const hasNext = labelEnd < end && text.charAt(labelEnd) === '.'
      reached = hasNext ? labelEnd + 1 : labelEnd
      if (!hasNext) break
      domainEnd = topLevelDomainEnd(text, reached) ?? domainEnd
    }
    if (domainEnd !== undefined) domains.push({ start: index, end: domainEnd })
    index = domainEnd ?? Math.max(reached, index + 1)
  }
  return domains
}

function labelEndAt(text: string, start: number): number | undefined {
  label.lastIndex = start
  return label.test(text) ? label.lastIndex : undefined
}
