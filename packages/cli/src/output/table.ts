import type { Style } from './style.ts'

const segmenter = new Intl.Segmenter()
const gap = '  '

/** One cell: a text without colours, and how it is painted once its width is known. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string }

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text)
const widthOf = (text: string): number => [...segmenter.segment(text)].length

/**
 * Lines of a table under its heads. Where `maxWidth` is known the last column is cut to fit.
 * Cells are printed as they are: make texts from outside inert before.
 */
export function renderTable(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  style: Style,
  maxWidth: number | undefined,
): string {
  const widths = heads.map((head, column) =>
    Math.max(widthOf(head), ...rows.map((row) => widthOf(textOf(row[column] ?? '')))),
  )
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + gap.length, 0)
  const lastWidth = maxWidth === undefined ? undefined : Math.max(20, maxWidth - before)
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, column) => {
        const isLast = column === heads.length - 1
        const text = isLast ? cut(textOf(cell), lastWidth) : textOf(cell)
        const padding = isLast ? '' : ' '.repeat((widths[column] ?? 0) - widthOf(text))
        return (typeof cell === 'string' ? text : cell.paint(text)) + padding
      })
      .join(gap)
      .trimEnd()
  return [style.dim(line(heads)), ...rows.map(line)].join('\n')
}

function cut(text: string, width: number | undefined): string {
  if (width === undefined || widthOf(text) <= width) return text
  const characters = [...segmenter.segment(text)].slice(0, width - 1)
  return `${characters.map(({ segment }) => segment).join('')}…`
}
