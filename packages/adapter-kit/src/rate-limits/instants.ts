/** No wait that a header asks for is believed beyond this. */
const longestWaitMs = 24 * 3_600_000

const numberForm = /^[+-]?\d{1,20}(?:\.\d{1,20})?$/
const httpDateForm = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? /
const isoDateForm = /^\d{4}-\d\d-\d\d(?:[T ]|$)/
const firstEpochSecond = 1e9
const firstEpochMillisecond = 1e11

/**
 * Milliseconds from now that a header value means, between 0 and 24 hours. Understands seconds
 * left, epoch seconds and milliseconds, HTTP dates and ISO dates; a number of seconds beyond a day
 * is taken for milliseconds. `undefined` for anything else.
 */
export function readDelayMs(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim()
  if (!text) {
    return undefined
  }
  const delayMs = numberForm.test(text) ? readNumber(Number(text), nowMs) : readDate(text) - nowMs
  return Number.isNaN(delayMs) ? undefined : Math.round(Math.min(Math.max(delayMs, 0), longestWaitMs))
}

function readNumber(number: number, nowMs: number): number {
  if (number >= firstEpochMillisecond) {
    return number - nowMs
  }
  if (number >= firstEpochSecond) {
    return number * 1000 - nowMs
  }
  return number * 1000 > longestWaitMs ? number : number * 1000
}

/** Only forms that start as dates do: `Date.parse` would make a date of nearly any text with a digit. */
function readDate(text: string): number {
  return httpDateForm.test(text) || isoDateForm.test(text) ? Date.parse(text) : Number.NaN
}
