import { asciiTopLevelDomains } from '../top-level-domains/ascii-top-level-domains.ts'
import { internationalTopLevelDomains } from '../top-level-domains/international-top-level-domains.ts'
import { otherTopLevelDomains } from '../top-level-domains/other-top-level-domains.ts'
import { parseTopLevelDomains } from '../top-level-domains/parse-top-level-domains.ts'

const punycode = /xn--[-0-9a-z]+/iy
const goesOn = /[0-9A-Za-z@+-]/

let known: ReadonlySet<string> | undefined
let longest = 0

/**
 * Where the top-level domain ends that begins at `start`, or undefined where none does. It must be one that exists; other
 * letters than ASCII ones may follow it directly (`example.comを見て`).
 */
export function topLevelDomainEnd(text: string, start: number): number | undefined {
  punycode.lastIndex = start
  if (punycode.test(text)) return punycode.lastIndex

  known ??= parseTopLevelDomains(asciiTopLevelDomains, internationalTopLevelDomains, otherTopLevelDomains)
  if (longest === 0) for (const name of known) longest = Math.max(longest, name.length)
  const candidate = lowerCaseByUnit(text.slice(start, start + longest))
  for (let length = candidate.length; length >= 2; length -= 1) {
    if (known.has(candidate.slice(0, length)) && !goesOn.test(text.charAt(start + length))) return start + length
  }
  return undefined
}

/** In lower case, up to the first character whose length that would change. */
function lowerCaseByUnit(text: string): string {
  const lowered = text.toLowerCase()
  if (lowered.length === text.length) return lowered
  const changing = Array.from(text).findIndex((character) => character.toLowerCase().length !== character.length)
  return Array.from(text).slice(0, changing).join('').toLowerCase()
}
