const pad = (number: number): string => String(number).padStart(2, '0')

/** An instant in the machine's own time zone, as short as a table needs it: `2026-11-25 09:30`. */
export function formatTime(epochMs: number): string {
  const time = new Date(epochMs)
  const day = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
  return `${day} ${pad(time.getHours())}:${pad(time.getMinutes())}`
}
