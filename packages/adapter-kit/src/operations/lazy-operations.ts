type AnyOperation = (input: unknown, context: unknown) => unknown
type AnyStream = (input: unknown, context: unknown) => AsyncIterable<unknown>

/**
 * Operations whose code is loaded when the first of them is called, so that an adapter costs next to nothing until it is
 * used. `names` are those that it declares: all of what `load` answers. `subscribe` stays an operation that answers
 * an iterable at once.
 */
export function lazyOperations<Loaded extends object, const Name extends keyof Loaded & string>(
  names: readonly Name[],
  load: () => Promise<Loaded>,
): Pick<Loaded, Name> {
  let loading: Promise<Loaded> | undefined
  const find = async (name: Name): Promise<unknown> => {
    loading ??= load().catch((error: unknown) => {
      // The file may be there the next time.
      loading = undefined
      throw error
    })
    return (await loading)[name]
  }
  const lazily = (name: Name): AnyOperation =>
    name === 'subscribe'
      ? async function* (input, context) {
          yield* ((await find(name)) as AnyStream)(input, context)
        }
      : async (input, context) => ((await find(name)) as AnyOperation)(input, context)
  // Each has the type of what it stands for: it takes the same and answers the same.
  return Object.fromEntries(names.map((name) => [name, lazily(name)])) as unknown as Pick<Loaded, Name>
}
