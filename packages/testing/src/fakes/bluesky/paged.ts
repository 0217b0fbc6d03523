import { XrpcRefusal } from './refusal.ts'
import { type Call, pageSize } from './xrpc.ts'

/** One item of a list, and where it stands there. */
export interface Entry<Item> {
  readonly item: Item
  /** Epoch milliseconds and the content id, by which lists are sorted and cursors made. */
  readonly at: number
  readonly cid: string
}

/** A page, newest first. A cursor that is none is an internal error, as on the real server. */
export function paged<Item>(name: string, entries: readonly Entry<Item>[], { parameters }: Call) {
  const limit = pageSize(parameters, `app.bsky.${name}`)
  const cursor = parameters.get('cursor')
  if (cursor !== null && !/^\d+__\w+$/.test(cursor)) {
    throw new XrpcRefusal(500, 'InternalServerError', 'Internal Server Error')
  }
  // Entries of one millisecond keep their order: the later written is the newer.
  const newestFirst = entries.map((entry, index) => ({ entry, index }))
  newestFirst.sort((a, b) => b.entry.at - a.entry.at || b.index - a.index)
  const sorted = newestFirst.map(({ entry }) => entry)
  const start = cursor === null ? 0 : sorted.findIndex((entry) => cursorOf(entry) === cursor) + 1
  const shown = sorted.slice(start, start + limit)
  const last = shown.at(-1)
  return {
    [name]: shown.map(({ item }) => item),
    ...(last && start + limit < sorted.length ? { cursor: cursorOf(last) } : {}),
  }
}

const cursorOf = ({ at, cid }: Entry<unknown>) => `${at}__${cid}`
