import { createError, type Delivery, type DeliveryState, type ErrorCode, errorCodes, type Issue } from '@tutti/model'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'

/** Which of several exit codes counts: what nobody knows is worse than what was refused. */
const fromBestToWorst: readonly ExitCode[] = [
  exitCodes.ok,
  exitCodes.limited,
  exitCodes.unreachable,
  exitCodes.authentication,
  exitCodes.refused,
  exitCodes.unknown,
]

/** What the process ends with after some deliveries: the worst of them counts. */
export function exitCodeOfDeliveries(deliveries: readonly Delivery[]): ExitCode {
  return worst(deliveries.map(exitCodeOfDelivery))
}

/** What the process ends with after looking at what `prepare` found, by channel. */
export function exitCodeOfIssues(channels: readonly { readonly issues: readonly Issue[] }[]): ExitCode {
  return worst(
    channels.map(({ issues }) => {
      const codes = errorsAmong(issues)
      return codes.length === 0 ? exitCodes.ok : exitCodeOfRefusal(codes)
    }),
  )
}

/** What a state alone says: whether it is done, refused, or open. */
export function exitCodeOfState(state: DeliveryState): ExitCode {
  if (state === 'published' || state === 'processing') return exitCodes.ok
  if (state === 'unknown' || state === 'publishing' || state === 'needs-human') return exitCodes.unknown
  return state === 'queued' ? exitCodes.limited : exitCodes.refused
}

function exitCodeOfDelivery({ state, issues, parts }: Delivery): ExitCode {
  const exitCode = exitCodeOfState(state)
  if (exitCode !== exitCodes.refused) return exitCode
  // A part that was not sent because an earlier one was not has nothing of its own to say.
  const failure = parts.find(({ error }) => error !== undefined)?.error
  return exitCodeOfRefusal([...errorsAmong(issues), ...(failure === undefined ? [] : [failure.code])])
}

/** A credential or the way there is another kind of trouble than the post: a script does something else about it. */
function exitCodeOfRefusal(codes: readonly string[]): ExitCode {
  const kinds = new Set(codes.map((code) => (isErrorCode(code) ? exitCodeOf(createError({ code, message: '' })) : 0)))
  const [kind] = kinds
  const isOfItsOwn = kind === exitCodes.authentication || kind === exitCodes.unreachable
  return kinds.size === 1 && isOfItsOwn ? kind : exitCodes.refused
}

const errorsAmong = (issues: readonly Issue[]): readonly string[] =>
  issues.filter(({ severity }) => severity === 'error').map(({ code }) => code)

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

function worst(found: readonly ExitCode[]): ExitCode {
  return fromBestToWorst[Math.max(0, ...found.map((exitCode) => fromBestToWorst.indexOf(exitCode)))] ?? exitCodes.ok
}
