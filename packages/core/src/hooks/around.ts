import { type MaybePromise, PluginError } from '@tutti/model'
import { isPromise, type RegisteredHandler, timeoutError } from './registered-handler.ts'
import type { Watched } from './timeout-queue.ts'

type Inner<Input, Output> = (input: Input) => MaybePromise<Output>

/** Surrounds `inner` with the handlers from `index` on, the first one outermost. What they throw propagates. */
export function runAround<Input, Output>(
  handlers: readonly RegisteredHandler[],
  index: number,
  input: Input,
  inner: Inner<Input, Output>,
): MaybePromise<Output> {
  const registered = handlers[index]
  if (registered === undefined) return inner(input)
  const layer = new Layer(handlers, index, inner)
  let answer: unknown
  try {
    const { handler } = registered
    answer = handler(input, (changed: Input = input) => layer.callNext(changed))
  } catch (error) {
    layer.end()
    throw error
  }
  if (isPromise(answer)) return layer.wait(answer) as Promise<Output>
  layer.end()
  return answer as Output
}

/** One handler's turn. Its time runs while the handler itself works, not while it waits for `next`. */
class Layer<Input, Output> implements Watched {
  previous: Watched | undefined = undefined
  next: Watched | undefined = undefined
  deadline = 0
  readonly #handlers: readonly RegisteredHandler[]
  readonly #index: number
  readonly #inner: Inner<Input, Output>
  #called = false
  #inside = false
  #waiting = false
  #ended = false
  #reject: ((error: unknown) => void) | undefined

  constructor(handlers: readonly RegisteredHandler[], index: number, inner: Inner<Input, Output>) {
    this.#handlers = handlers
    this.#index = index
    this.#inner = inner
  }

  callNext(input: Input): MaybePromise<Output> {
    const { plugin, hook } = this.#handler
    // A late call would do what the caller has been told did not happen.
    if (this.#ended) {
      const message = `the hook ${hook} of plugin "${plugin}" called next after it had ended`
      throw new PluginError({ code: 'hook-failed', message })
    }
    if (this.#called) {
      const message = `the hook ${hook} of plugin "${plugin}" called next twice`
      throw new PluginError({ code: 'next-called-twice', message, outcome: 'unknown' })
    }
    this.#called = true
    const answer = runAround(this.#handlers, this.#index + 1, input, this.#inner)
    if (!isPromise(answer)) return answer
    this.#inside = true
    if (this.#waiting) this.#handler.timeouts.remove(this)
    const resume = (): void => this.#resume()
    // This also keeps a failure that the handler does not wait for from crashing the process.
    answer.then(resume, resume)
    return answer
  }

  wait(answer: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#reject = reject
      this.#waiting = true
      if (!this.#inside) this.#handler.timeouts.add(this)
      answer.then(
        (value) => {
          this.end()
          resolve(value)
        },
        (error) => {
          this.end()
          reject(error)
        },
      )
    })
  }

  #resume(): void {
    this.#inside = false
    if (this.#waiting) this.#handler.timeouts.add(this)
  }

  expire(): void {
    this.#waiting = false
    this.#ended = true
    this.#reject?.(timeoutError(this.#handler))
  }

  end(): void {
    this.#ended = true
    if (this.#waiting) this.#handler.timeouts.remove(this)
    this.#waiting = false
  }

  get #handler(): RegisteredHandler {
    return this.#handlers[this.#index] as RegisteredHandler
  }
}
