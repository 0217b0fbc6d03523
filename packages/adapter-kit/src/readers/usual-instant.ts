const zero = 48

/**
 * Epoch milliseconds of `2026-11-22T09:00:00.000Z`, the form that most servers write; `undefined` for any
 * other, which `Date.parse` reads. That takes several times as long, and a page of posts has hundreds.
 */
export function readUsualInstant(text: string): number | undefined {
  if (text.length !== 24 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return undefined
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return undefined
  const year = readDigits(text, 0, 4)
  const month = readDigits(text, 5, 2)
  const day = readDigits(text, 8, 2)
  const hour = readDigits(text, 11, 2)
  const minute = readDigits(text, 14, 2)
  const second = readDigits(text, 17, 2)
  const millisecond = readDigits(text, 20, 3)
  // `Date.UTC` would carry what is too much over, and takes years below 100 for those of the last century.
  const fits = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  return fits && hour < 24 && minute < 60 && second < 60 && millisecond < 1000
    ? Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
    : undefined
}

/** The number that some digits make; NaN, which fits nowhere, when one of them is none. */
function readDigits(text: string, start: number, count: number): number {
  let number = 0
  for (let index = start; index < start + count; index += 1) {
    const digit = text.charCodeAt(index) - zero
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}
