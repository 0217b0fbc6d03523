import type { Post } from '@tutti/model'
import type { Series } from './series-api.ts'

/** Which of its posts a series publishes as its nth: for every worker the same. */
export function postInTurn({ id, posts, order }: Series, ordinal: number): Post {
  const place = ordinal % posts.length
  const round = Math.floor(ordinal / posts.length)
  const index = order === 'shuffle' ? shuffledOrder(id, posts.length, round)[place] : place
  const post = posts[index ?? place]
  if (!post) throw new RangeError(`the series ${id} has no posts`)
  return post
}

/** The order of one round. What came last in the round before does not come first. */
export function shuffledOrder(seed: string, count: number, round: number): readonly number[] {
  const order = permutation(`${seed} ${round}`, count)
  if (round === 0 || count < 3 || order[0] !== permutation(`${seed} ${round - 1}`, count).at(-1)) return order
  // Only the first two change places, so the last stays what the round after this one compares with.
  return [order[1], order[0], ...order.slice(2)] as number[]
}

/** Fisher-Yates over random numbers that follow from the seed. */
function permutation(seed: string, count: number): readonly number[] {
  const random = randomNumbers(seed)
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1))
    const kept = order[last] as number
    order[last] = order[chosen] as number
    order[chosen] = kept
  }
  return order
}

/** FNV-1a for the seed, then mulberry32. */
function randomNumbers(seed: string): () => number {
  let state = 0x811c9dc5
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
