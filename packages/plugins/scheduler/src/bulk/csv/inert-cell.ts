/** What spreadsheets take for a formula, with the wide forms that some take as well, behind any number of apostrophes. */
const formula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** A cell that a spreadsheet shows and does not run. */
export function inertCell(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

/** What `inertCell` was given. */
export function activeCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}
