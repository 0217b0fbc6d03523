const patienceMs = 5_000

/** Waits until something is true; fails when it does not become so. */
export async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error('it never happened')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Waits until something is true, or until the call that is to make it so is over: then nothing is left to wait for. */
export async function untilOrOver(isTrue: () => boolean, call: Promise<unknown>): Promise<void> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  call.then(end, end)
  await until(() => isOver || isTrue())
}

/** The same result; fails when it does not come. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not in ${patienceMs} ms: ${what}`)), patienceMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
