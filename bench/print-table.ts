import { excess, type Row } from './measure/row.ts'

/** Prints the rows: ours, the budget, whether it is met or by how much not, and the peers. */
export function printTable(rows: readonly Row[]): void {
  const cells = rows.map((row) => [row.name, show(row.ours, row.unit), budgetOf(row), verdictOf(row), asideOf(row)])
  const table = [['what', 'ours', 'budget', '', 'peers'], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => line[column]?.length ?? 0)))
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

function budgetOf({ budget, unit }: Row): string {
  return 'atMost' in budget ? `≤ ${show(budget.atMost, unit)}` : `≥ ${show(budget.atLeast, unit)}`
}

function verdictOf(row: Row): string {
  const over = excess(row)
  return over <= 0
    ? 'met'
    : `missed by ${Number.isFinite(over) ? `${Math.ceil(over * 100)} %` : show(row.ours, row.unit)}`
}

function asideOf({ peers = {}, unit, course }: Row): string {
  const shown = Object.entries(peers).map(([name, value]) => `${name} ${show(value, unit)}`)
  return [...(course ? [drawn(course)] : []), ...shown].join(', ')
}

const heights = '▁▂▃▄▅▆▇█'

/** A line from nothing to the highest value: what is flat looks flat. */
function drawn({ of, values }: NonNullable<Row['course']>): string {
  const top = Math.max(...values)
  const line = values.map((value) => heights[Math.round((value / top) * (heights.length - 1))]).join('')
  return `${line} ${Math.round(values[0] ?? Number.NaN)} to ${Math.round(values.at(-1) ?? Number.NaN)} ${of}`
}

function show(value: number, unit: Row['unit']): string {
  const digits = unit === '×' ? 2 : value < 10 && !Number.isInteger(value) ? 1 : 0
  const text = value.toFixed(digits)
  return unit === '×' ? `${text}×` : `${text} ${unit}`
}
