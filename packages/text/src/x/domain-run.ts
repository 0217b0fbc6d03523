import { directionMarks, endingPunctuation, invalidCharacters, spaces } from './x-characters.ts'
import { topLevelDomainEnd } from './x-top-level-domain.ts'

const runPattern = new RegExp(`[^${endingPunctuation}${spaces}${invalidCharacters}${directionMarks}]*`, 'y')

/** One label of a run: the characters up to the next full stop or the end. */
interface Label {
  readonly start: number
  readonly end: number
  /** Where a top-level domain ends that this label begins with, or undefined. */
  readonly topLevelEnd: number | undefined
  /** Where a domain ends that begins with this label whole, or undefined. */
  domainEnd?: number | undefined
  /** The place of its last underscore, or -1. */
  readonly lastUnderscore: number
}

/**
 * A stretch of characters that a domain may be made of, with what is needed to tell of each place in it whether a domain
 * begins there. Each label is looked at once, however many places are asked for: so a long stretch costs linear time.
 */
export interface DomainRun {
  readonly start: number
  readonly end: number
  readonly labels: readonly Label[]
}

/** Reads the run that `start` stands in, from there on. */
export function readDomainRun(text: string, start: number): DomainRun {
  runPattern.lastIndex = start
  runPattern.test(text)
  const end = runPattern.lastIndex
  const labels: Label[] = []
  let labelStart = start
  for (const name of text.slice(start, end).split('.')) {
    const underscore = name.lastIndexOf('_')
    labels.push({
      start: labelStart,
      end: labelStart + name.length,
      topLevelEnd: labelStart === start ? undefined : topLevelDomainEnd(text, labelStart),
      lastUnderscore: underscore === -1 ? -1 : labelStart + underscore,
    })
    labelStart += name.length + 1
  }
  for (let index = labels.length - 2; index >= 0; index -= 1) {
    const label = labels[index] as Label
    label.domainEnd = domainEndFrom(text, label, labels[index + 1], label.start)
  }
  return { start, end, labels }
}

/**
 * Where the domain ends that begins at `start` in the label, with whatever labels follow: the longest that is one. A
 * label begins and ends with neither hyphen nor underscore, and the one before the top-level domain holds no underscore.
 */
export function domainEndFrom(text: string, label: Label, next: Label | undefined, start: number): number | undefined {
  if (next === undefined || start >= label.end || isJoint(text, start) || isJoint(text, label.end - 1)) return undefined
  return next.domainEnd ?? (label.lastUnderscore < start ? next.topLevelEnd : undefined)
}

function isJoint(text: string, index: number): boolean {
  const character = text.charAt(index)
  return character === '-' || character === '_'
}
