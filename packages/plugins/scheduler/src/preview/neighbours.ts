import type { ReadyOptions } from '../options.ts'
import type { PreviewNote } from './preview-api.ts'

/** Looks for posts of a channel that are nearer to each other than `spacing` wants. Ask in the order of time. */
export function createNeighbours({ minGapMsOf }: ReadyOptions) {
  const lastOf = new Map<string, { readonly at: number; readonly id: string | undefined }>()
  return {
    /** How far back another post matters. */
    widestGapMs: (channels: readonly string[]): number => Math.max(0, ...channels.map(minGapMsOf)),

    /** @returns the note on a post that is too near to the one before it */
    noteOn(channel: string, at: number, id: string | undefined): readonly PreviewNote[] {
      const last = lastOf.get(channel)
      lastOf.set(channel, { at, id })
      const gapMs = minGapMsOf(channel)
      if (!last || at - last.at >= gapMs) return []
      const seconds = (milliseconds: number) => `${Math.round(milliseconds / 1000)} s`
      const message = `it is ${seconds(at - last.at)} behind another post of ${channel}, and spacing wants ${seconds(gapMs)}`
      return [{ code: 'too-near', message, postId: last.id }]
    },
  }
}

/** What `createNeighbours` returns. */
export type Neighbours = ReturnType<typeof createNeighbours>
