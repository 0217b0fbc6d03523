/** The members of a recorded object. */
export const membersAt = (value: unknown) => value as Readonly<Record<string, unknown>>

/** A list in a recorded answer. */
export const asArrayOf = (body: unknown, member: string) => membersAt(body)[member] as readonly unknown[]
