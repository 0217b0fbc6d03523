/** A copy of plain JSON that shares nothing with it: what the author goes on to change was prepared as it was. */
export function copyJson<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value))
}
