/** One change to one answer of an operation: a member is null, gone, or of another type. */
export interface Mutation {
  readonly name: string
  /** Which of the operation's answers, from 0. */
  readonly answer: number
  readonly path: readonly (string | number)[]
  readonly change: 'null' | 'gone' | 'other-type'
}

/** Every change of every member of an answer. Long lists are entered at their first item only. */
export function listMutations(body: unknown, answer: number, path: Mutation['path'] = []): readonly Mutation[] {
  const here: readonly Mutation[] =
    path.length === 0
      ? []
      : (['null', 'gone', 'other-type'] as const).map((change) => ({
          name: `answer ${answer}: ${path.join('.')} ${change}`,
          answer,
          path,
          change,
        }))
  if (typeof body !== 'object' || body === null) return here
  const members = Array.isArray(body) ? body.slice(0, 1).entries() : Object.entries(body)
  return [...here, ...[...members].flatMap(([key, value]) => listMutations(value, answer, [...path, key]))]
}

/** A copy of the answer with the change made. */
export function applyMutation(body: unknown, { path, change }: Mutation): unknown {
  const copy = structuredClone(body)
  let holder = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) {
    const next = holder[key]
    // Answers differ a little from run to run: a path that is not there changes nothing.
    if (typeof next !== 'object' || next === null) return copy
    holder = next as Record<string | number, unknown>
  }
  const last = path.at(-1)
  if (last === undefined || !(last in holder)) return copy
  if (change === 'gone') delete holder[last]
  else holder[last] = change === 'null' ? null : otherType(holder[last])
  return copy
}

function otherType(value: unknown): unknown {
  if (Array.isArray(value)) return { unexpected: true }
  return typeof value === 'string' ? 7 : typeof value === 'object' ? 'unexpected' : ['unexpected']
}
