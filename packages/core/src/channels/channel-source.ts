import { type ChannelDefinition, InvalidInputError } from '@tutti/model'
import type { ChannelMap, ChannelResolver, Channels } from '../client/types.ts'
import { isDangerousName } from '../dangerous-names.ts'
import { OpenChannel } from './open-channel.ts'
import type { ChannelSurroundings } from './surroundings.ts'

/** Where a client's channels come from. Channels open when they are first used. */
export interface ChannelSource {
  /** @throws InvalidInputError `unknown-channel` */
  open(id: string): Promise<OpenChannel>
  list(): AsyncIterable<string>
}

/** Whether channels are resolved from the app's own database. */
export function isResolver(channels: Channels): channels is ChannelResolver {
  return typeof channels.resolve === 'function'
}

/** Channels of a map: known at once, opened when they are first used. */
export class MapSource implements ChannelSource {
  readonly #definitions: ReadonlyMap<string, ChannelDefinition>
  readonly #opened = new Map<string, OpenChannel>()
  readonly #surroundings: ChannelSurroundings

  constructor(channels: ChannelMap, surroundings: ChannelSurroundings) {
    this.#definitions = new Map(Object.entries(channels))
    this.#surroundings = surroundings
  }

  async open(id: string): Promise<OpenChannel> {
    return this.openNow(id)
  }

  /** @throws InvalidInputError `unknown-channel` */
  openNow(id: string): OpenChannel {
    let channel = this.#opened.get(id)
    if (channel === undefined) {
      const definition = this.#definitions.get(id)
      if (definition === undefined) throw unknownChannel(id, [...this.#definitions.keys()])
      channel = new OpenChannel(id, definition, this.#surroundings)
      this.#opened.set(id, channel)
    }
    return channel
  }

  async *list(): AsyncGenerator<string, void, undefined> {
    yield* this.#definitions.keys()
  }
}

const idsPerPage = 500

/**
 * Channels of a resolver. The most recently used ones stay open; several who ask for the same one at
 * a time share one look-up; an id that does not exist is asked for again the next time.
 */
export class ResolverSource implements ChannelSource {
  readonly #resolver: ChannelResolver
  readonly #maxOpen: number
  readonly #surroundings: ChannelSurroundings
  /** The first is the one that was not used for longest. */
  readonly #opened = new Map<string, OpenChannel>()
  readonly #opening = new Map<string, Promise<OpenChannel>>()

  constructor(resolver: ChannelResolver, maxOpen: number, surroundings: ChannelSurroundings) {
    this.#resolver = resolver
    this.#maxOpen = maxOpen
    this.#surroundings = surroundings
  }

  async open(id: string): Promise<OpenChannel> {
    const opened = this.#opened.get(id)
    if (opened !== undefined) {
      this.#opened.delete(id)
      this.#opened.set(id, opened)
      return opened
    }
    let opening = this.#opening.get(id)
    if (opening === undefined) {
      opening = this.#resolve(id).finally(() => this.#opening.delete(id))
      this.#opening.set(id, opening)
    }
    return opening
  }

  async *list(): AsyncGenerator<string, void, undefined> {
    let after: string | undefined
    for (;;) {
      const ids = await this.#resolver.list({ after, limit: idsPerPage })
      yield* ids
      const last = ids.at(-1)
      // A resolver that does not move on would be asked for ever.
      if (last === undefined || last === after) return
      after = last
    }
  }

  async #resolve(id: string): Promise<OpenChannel> {
    // Ids become names of members: of deliveries, of previews. A map may have no such ids either.
    if (isDangerousName(id)) throw unknownChannel(id)
    const definition = await this.#resolver.resolve(id)
    if (definition === undefined || definition === null) throw unknownChannel(id)
    if (typeof definition.adapter?.operations !== 'object' || typeof definition.credential?.secrets !== 'object') {
      const message = `channels.resolve("${id}") must answer what adapter(…).channel(…) returns, or undefined`
      throw new InvalidInputError({ code: 'invalid-options', message, path: 'channels.resolve' })
    }
    const channel = new OpenChannel(id, definition, this.#surroundings)
    this.#opened.set(id, channel)
    for (const oldest of this.#opened.keys()) {
      if (this.#opened.size <= this.#maxOpen) break
      this.#opened.delete(oldest)
    }
    return channel
  }
}

function unknownChannel(id: string, known: readonly string[] = []): InvalidInputError {
  const advice = known.length > 0 && known.length <= 20 ? `Use one of: ${known.join(', ')}.` : undefined
  return new InvalidInputError({
    code: 'unknown-channel',
    message: `there is no channel "${String(id)}"`,
    path: 'channel',
    channel: String(id),
    advice,
  })
}
