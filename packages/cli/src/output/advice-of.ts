import { type ErrorCode, errorCodes } from '@tutti/model'

/** What an error or an issue says of itself. */
export interface Advised {
  readonly code: string
  readonly advice: string
  readonly channel?: string | undefined
}

/** What a code's own advice is at a terminal, where that of the SDK names calls and members. */
const atTerminal: Readonly<Partial<Record<ErrorCode, string>>> = {
  unauthorized: 'Run `tutti doctor`: it says what was tried, where that comes from, and what to do.',
  'credential-expired': 'Run `tutti doctor`: it says what was tried, where that comes from, and what to do.',
  'not-connected': 'Sign in: tutti auth {channel}',
  'unknown-channel': 'Use one of the ids that `tutti channels` lists.',
  'schedule-not-found': 'See `tutti queue --all` for the ids that exist.',
}

/** These codes have no advice of their own but to do what the message says. */
const withoutAdvice: readonly string[] = ['invalid-input', 'invalid-options'] satisfies readonly ErrorCode[]

/** What to do about something at a terminal. `undefined` where the message has said it already. */
export function adviceOf({ code, advice, channel }: Advised): string | undefined {
  const general = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode] : undefined
  if (advice !== general) return advice
  if (withoutAdvice.includes(code)) return undefined
  return atTerminal[code as ErrorCode]?.replace('{channel}', channel ?? '<channel>') ?? advice
}
