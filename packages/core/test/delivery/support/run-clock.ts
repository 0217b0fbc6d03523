import type { VirtualClock } from '@tutti/testing'

/** Moves time on until a promise is settled. Gives up with an error when nothing waits for time any more. */
export async function settle<T>(
  clock: VirtualClock,
  promise: Promise<T>,
  isDead = () => false,
): Promise<T | undefined> {
  let isSettled = false
  const watched = promise.finally(() => {
    isSettled = true
  })
  watched.catch(() => {})
  await clock.advance(0)
  for (let step = 0; !isSettled && !isDead(); step += 1) {
    if (step > 5_000) throw new Error('it does not come to rest')
    await clock.advance(clock.nextAt === undefined ? 1_000 : Math.max(0, clock.nextAt - clock.now()))
  }
  return isSettled ? watched : undefined
}
