import { excess, type Row } from './measure/row.ts'

/** Prints the rows: ours, the budget, whether it is met or by how much not, and the peers. */
export function printTable(rows: readonly Row[]): void {
  const cells = rows.map((row) => [row.name, show(row.ours, row.unit), budgetOf(row), verdictOf(row), peersOf(row)])
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

function peersOf({ peers = {}, unit }: Row): string {
  return Object.entries(peers)
    .map(([name, value]) => `${name} ${show(value, unit)}`)
    .join(', ')
}

function show(value: number, unit: Row['unit']): string {
  const digits = unit === '×' ? 2 : value < 10 && !Number.isInteger(value) ? 1 : 0
  const text = value.toFixed(digits)
  return unit === '×' ? `${text}×` : `${text} ${unit}`
}
