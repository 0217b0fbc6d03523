/** The id of an occurrence's post. Who places it a second time finds it there. */
export function occurrenceId(seriesId: string, wallTime: string): string {
  return `${seriesId}.${wallTime}`
}
