import { InvalidInputError } from '@tutti/model'
import ICAL from 'ical.js'
import { errorOf, type ReadRow } from '../row.ts'
import { readEvent } from './read-event.ts'

/** A calendar is read whole: an event may refer to one that comes later. */
const maxCharacters = 32_000_000

/** Reads events in the order of the file. */
export async function* readIcal(text: AsyncIterable<string>): AsyncGenerator<ReadRow> {
  let events: readonly ICAL.Component[]
  try {
    events = await readEvents(text)
  } catch (error) {
    const advice = 'Export it as iCalendar (.ics) in UTF-8.'
    yield { row: 1, issues: [errorOf(undefined, `the file can't be read: ${(error as Error).message}`, advice)] }
    return
  }
  if (events.length === 0) {
    yield {
      row: 1,
      issues: [errorOf(undefined, 'there is no event in the file', 'Export a calendar that has events.')],
    }
  }
  // Exceptions to a series stand in events of their own.
  const exceptions = events.filter((event) => event.hasProperty('recurrence-id'))
  for (const [place, event] of events.entries()) {
    const row = place + 1
    try {
      yield { row, value: readEvent(event, exceptions), issues: [] }
    } catch (error) {
      if (!InvalidInputError.isInstance(error)) throw error
      yield { row, issues: [errorOf(error.path, error.message, error.advice, error.code)] }
    }
  }
}

async function readEvents(pieces: AsyncIterable<string>): Promise<readonly ICAL.Component[]> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length > maxCharacters) throw new RangeError('it is too long')
  }
  // A file may hold several calendars one after another.
  const parsed = ICAL.parse(text)
  const calendars = (typeof parsed[0] === 'string' ? [parsed] : parsed) as never[]
  return calendars.flatMap((one) => new ICAL.Component(one).getAllSubcomponents('vevent'))
}
