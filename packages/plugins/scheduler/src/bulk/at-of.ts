import type { WallTime } from '../time/wall-time.ts'

/** A time as `schedule` takes it, on the wall that was promised. */
export function atOf({ wallTime, timeZone }: WallTime): string {
  return `${wallTime}[${timeZone}]`
}
