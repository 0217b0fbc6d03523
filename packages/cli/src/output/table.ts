import type { Style } from './style.ts'
import { widthOf, wrapText } from './wrap-text.ts'

const gap = '  '

/** Narrower than this, a last column is read worse than a line of its own. */
const minLastWidth = 24

/** One cell: a text without colours, and how it is painted once its width is known. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string }

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text)
const paintOf = (cell: Cell) => (typeof cell === 'string' ? (text: string) => text : cell.paint)

/**
 * Lines of a table under its heads. Nothing is cut: where `maxWidth` is known, a last column that does not fit is wrapped
 * between words, or stands below its row where it would be too narrow for that. Words, such as addresses, stay whole.
 * Cells are printed as they are: make texts from outside inert before.
 */
export function renderTable(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  style: Style,
  maxWidth = Number.POSITIVE_INFINITY,
): string {
  const last = heads.length - 1
  const widths = heads
    .slice(0, last)
    .map((head, column) => Math.max(widthOf(head), ...rows.map((row) => widthOf(textOf(row[column] ?? '')))))
  const before = widths.reduce((sum, width) => sum + width + gap.length, 0)
  const lineOf = (cells: readonly Cell[], lastText: string): string =>
    [
      ...widths.map((width, column) => {
        const cell = cells[column] ?? ''
        return paintOf(cell)(textOf(cell)) + ' '.repeat(width - widthOf(textOf(cell)))
      }),
      lastText,
    ]
      .join(gap)
      .trimEnd()
  const row = (cells: readonly Cell[]): readonly string[] => {
    const cell = cells[last] ?? ''
    const paint = paintOf(cell)
    const beside = wrapText(textOf(cell), maxWidth - before)
    if (beside.length < 2 && before + widthOf(beside[0] ?? '') <= maxWidth)
      return [lineOf(cells, paint(beside[0] ?? ''))]
    const fits = beside.every((text) => widthOf(text) <= maxWidth - before)
    if (fits && maxWidth - before >= minLastWidth) {
      const [first = '', ...others] = beside
      return [lineOf(cells, paint(first)), ...others.map((text) => ' '.repeat(before) + paint(text))]
    }
    return [lineOf(cells, ''), ...wrapText(textOf(cell), maxWidth - gap.length).map((text) => gap + paint(text))]
  }
  return [style.dim(lineOf(heads, heads[last] ?? '')), ...rows.flatMap(row)].join('\n')
}
