import type { ThreadCounter } from '@tutti/model'
import { fillTemplate } from '../fill-template.ts'

/** Writes the counter of a part: `partNumber` counts from 1, `partCount` is how many parts there are. */
export type PartCounter = (partNumber: number, partCount: number) => string

/** What is written around the stretch of the source that a part holds. */
export interface PartFrame {
  readonly before: string
  readonly after: string
}

/** The frame of a part without a counter. */
export const noFrame: PartFrame = { before: '', after: '' }

/** The counter that everybody knows: `2/10`. */
const usualCounter: ThreadCounter = { template: '{number}/{count}' }

/**
 * The function that makes the frame of a part from a counter as it is given.
 * @throws InvalidInputError `invalid-options` when a template has a placeholder that is not known
 */
export function frameWriter(
  counter: true | PartCounter | ThreadCounter,
): (partNumber: number, partCount: number) => PartFrame {
  if (typeof counter === 'function') return (partNumber, partCount) => atEnd(counter(partNumber, partCount))
  const { template, position = 'end' } = counter === true ? usualCounter : counter
  const place = position === 'start' ? atStart : atEnd
  const write = (partNumber: number, partCount: number) => {
    const values = { number: String(partNumber), count: String(partCount) }
    return place(fillTemplate(template, values, 'counter.template') ?? '')
  }
  write(1, 1)
  return write
}

function atStart(counter: string): PartFrame {
  return { before: counter === '' || /\s$/.test(counter) ? counter : `${counter} `, after: '' }
}

function atEnd(counter: string): PartFrame {
  return { before: '', after: counter === '' || /^\s/.test(counter) ? counter : ` ${counter}` }
}
