/** An event: told to whoever listens, never waited for, unable to change anything. */
export interface EventToken<Name extends string = string, Payload = unknown> {
  readonly name: Name
  /** Carries the payload's type; never set. */
  readonly payload?: Payload | undefined
}

/** The payload of an event. */
export type PayloadOf<Token> = Token extends EventToken<string, infer Payload> ? Payload : never

/** Declares an event: `defineEvent<Payload>()('scheduler.fired')`. Names are past tense and unique in a client. */
export function defineEvent<Payload>() {
  return <const Name extends string>(name: Name): EventToken<Name, Payload> => ({ name })
}
