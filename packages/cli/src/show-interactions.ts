import type { Interaction } from '@tutti/model'
import { formatTime } from './output/format-time.ts'
import { inertLine } from './output/inert.ts'
import type { Output } from './output/output.ts'

/** An interaction as the command prints it: without the platform's own answer, with its short name. */
export function toPrinted({ raw: _raw, author, ...interaction }: Interaction, shortId: string | undefined) {
  return {
    ...interaction,
    shortId,
    reference: { channel: interaction.channel, ref: interaction.ref },
    author: { handle: author.handle, displayName: author.displayName, url: author.url ?? author.ref.url },
  }
}

/** What people did, one a row. */
export function showInteractions(output: Output, interactions: readonly ReturnType<typeof toPrinted>[]): void {
  const { yellow } = output.style
  output.table(
    ['id', 'when', 'channel', 'kind', 'who', 'text'],
    interactions.map(({ shortId, createdAt, channel, kind, author, text, state }) => [
      shortId ?? '',
      formatTime(createdAt),
      inertLine(channel),
      inertLine(kind.unified),
      inertLine(author.handle),
      state === 'visible' ? inertLine(text) : { text: `[${state}] ${inertLine(text)}`, paint: yellow },
    ]),
  )
}
