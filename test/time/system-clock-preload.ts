// Gives a whole process another system clock, as an operator or a time server would: `Date` says another time from the
// first line on, and jumps when the parent says so. Timers and `performance` do not: a real system's are monotonic.
// For `node --import`.
import { offsetVariable, type SetClock } from './shifted-clock.ts'

const RealDate = Date
let offsetMs = Number(process.env[offsetVariable] ?? 0)
const now = () => RealDate.now() + offsetMs

process.on('message', (message: SetClock | object) => {
  if ('offsetMs' in message) offsetMs = message.offsetMs
})
// The clock alone keeps no process alive.
process.channel?.unref()

globalThis.Date = new Proxy(RealDate, {
  construct: (target, input, newTarget) => Reflect.construct(target, input.length === 0 ? [now()] : input, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})
