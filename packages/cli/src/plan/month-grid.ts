import type { Style } from '../output/style.ts'
import type { Scheduled } from './scheduler.ts'

const cellWidth = 11
const maxTimes = 3
const dayMs = 86_400_000

/** A month of the calendar on the wall. */
export interface Month {
  readonly year: number
  /** From 1. */
  readonly month: number
}

/** `2026-12`. @returns `undefined` for what is no month */
export function readMonth(text: string): Month | undefined {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? []
  return year && month ? { year: Number(year), month: Number(month) } : undefined
}

/** The first instant at which it is this month anywhere, and the last: wherever the posts' zones are. */
export function spanOf({ year, month }: Month): { readonly from: number; readonly to: number } {
  return { from: Date.UTC(year, month - 1, 1) - dayMs, to: Date.UTC(year, month, 1) + dayMs }
}

const dateOf = ({ year, month }: Month, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** Whether a post is in this month on the wall of its own zone. */
export function isInMonth(month: Month, { wallTime }: Scheduled): boolean {
  return wallTime.startsWith(dateOf(month, 1).slice(0, 7))
}

/** The lines of a month: weeks from Monday, in each day the wall times of its posts. */
export function renderMonth(month: Month, posts: readonly Scheduled[], style: Style): readonly string[] {
  const { year, month: number } = month
  const name = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })
  const dayCount = new Date(Date.UTC(year, number, 0)).getUTCDate()
  // Sunday is 0 there; weeks begin on Monday here.
  const blanks = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7
  // 5 January 1970 was a Monday.
  const heads = Array.from({ length: 7 }, (_, index) => weekday.format((4 + index) * dayMs).padEnd(cellWidth))
  const cells = [
    ...Array.from({ length: blanks }, () => blank),
    ...Array.from({ length: dayCount }, (_, index) =>
      cellOf(
        index + 1,
        posts.filter(({ wallTime }) => wallTime.startsWith(dateOf(month, index + 1))),
        style,
      ),
    ),
  ]
  const lines = [style.bold(name.format(Date.UTC(year, number - 1, 1))), style.dim(heads.join('').trimEnd())]
  for (let start = 0; start < cells.length; start += 7) lines.push(...weekOf(cells.slice(start, start + 7)))
  return lines
}

interface CellLine {
  readonly text: string
  readonly paint?: ((text: string) => string) | undefined
}

const blank: readonly CellLine[] = []

function cellOf(day: number, posts: readonly Scheduled[], style: Style): readonly CellLine[] {
  const number = String(day).padStart(2)
  if (posts.length === 0) return [{ text: number, paint: style.dim }]
  const shown = posts.slice(0, posts.length > maxTimes ? maxTimes - 1 : maxTimes)
  const times = shown.map(({ wallTime, state }): CellLine => {
    const paint = state === 'fired' ? style.green : state === 'scheduled' ? style.cyan : style.yellow
    return { text: `   ${wallTime.slice(11, 16)}`, paint }
  })
  const rest = posts.length - shown.length
  return [{ text: number, paint: style.bold }, ...times, ...(rest > 0 ? [{ text: `   +${rest} more` }] : [])]
}

function weekOf(cells: readonly (readonly CellLine[])[]): readonly string[] {
  const height = Math.max(...cells.map(({ length }) => length))
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((cell) => {
        const { text = '', paint = (plain: string) => plain } = cell[line] ?? {}
        return paint(text) + ' '.repeat(cellWidth - text.length)
      })
      .join('')
      .trimEnd(),
  )
}
