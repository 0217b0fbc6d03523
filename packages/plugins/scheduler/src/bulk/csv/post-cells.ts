import type { Media, MediaKind, Post, PostLabels } from '@tutti/model'
import { canonicalJson } from '../canonical-json.ts'
import type { Cells, Column } from './columns.ts'

/** A member of a post that has a cell of its own. */
interface CellMember {
  readonly name: keyof Post
  readonly columns: readonly Column[]
  read(cells: Cells): unknown
  /** The cells that may hold it; they are only used where reading gives the very same value again. */
  write(value: never): Partial<Record<Column, string>>
}

const plain = (name: keyof Post & Column): CellMember => ({
  name,
  columns: [name],
  read: (cells) => cells.get(name),
  write: (value: unknown) => (typeof value === 'string' ? { [name]: value } : {}),
})

const list = (name: keyof Post & Column): CellMember => ({
  name,
  columns: [name],
  read: (cells) => splitList(cells.get(name), /[,;\n]/),
  write: (value: readonly string[]) => ({ [name]: value.join(', ') }),
})

const members: readonly CellMember[] = [
  plain('text'),
  plain('title'),
  plain('contentWarning'),
  plain('visibility'),
  plain('firstComment'),
  list('channels'),
  list('languages'),
  {
    name: 'link',
    columns: ['link'],
    read: (cells) => (cells.has('link') ? { url: cells.get('link') } : undefined),
    write: ({ url }: { readonly url: string }) => ({ link: url }),
  },
  {
    name: 'media',
    columns: ['media', 'alt'],
    read: readMedia,
    write: (media: readonly Media[]) => ({
      media: media.map(sourceOf).join('\n'),
      alt: media.map(({ alt = '' }) => alt).join('\n'),
    }),
  },
  {
    name: 'labels',
    columns: ['campaign', 'goal', 'pillar'],
    read(cells) {
      const [campaign, goal, pillar] = [cells.get('campaign'), cells.get('goal'), cells.get('pillar')]
      return (campaign ?? goal ?? pillar) ? { campaign, goal, pillar } : undefined
    },
    write: ({ campaign = '', goal = '', pillar = '' }: PostLabels) => ({ campaign, goal, pillar }),
  },
]

/** The members of a post that its cells say; those of `more` are not among them. */
export function readMembers(cells: Cells): Readonly<Record<string, unknown>> {
  const read = members.map((member) => [member.name, member.read(cells)] as const)
  return Object.fromEntries(read.filter(([, value]) => value !== undefined))
}

/** The cells of a post: what they can't say exactly stands in `more`, as JSON. */
export function writeMembers(post: Post): ReadonlyMap<Column, string> {
  const cells = new Map<Column, string>()
  const more: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(post)) {
    if (value === undefined) continue
    const written = tryCells(name, value)
    if (written) for (const [column, cell] of written) cells.set(column, cell)
    else more[name] = value
  }
  if (Object.keys(more).length > 0) cells.set('more', JSON.stringify(more))
  return cells
}

function tryCells(name: string, value: unknown): Cells | undefined {
  const member = members.find((one) => one.name === name)
  if (!member) return undefined
  const cells = new Map(
    Object.entries(member.write(value as never)).filter(([, cell]) => cell !== undefined && cell !== ''),
  ) as Map<Column, string>
  return canonicalJson(member.read(cells)) === canonicalJson(value) ? cells : undefined
}

function splitList(cell: string | undefined, separator: RegExp): readonly string[] | undefined {
  const items = cell?.split(separator).map((item) => item.trim())
  return items?.filter((item) => item !== '')
}

const kinds: Readonly<Record<string, MediaKind>> = Object.fromEntries([
  ...['mp4', 'm4v', 'mov', 'webm'].map((extension) => [extension, 'video']),
  ...['mp3', 'm4a', 'aac', 'ogg', 'opus', 'flac', 'wav'].map((extension) => [extension, 'audio']),
  ...['pdf', 'txt', 'docx', 'pptx'].map((extension) => [extension, 'document']),
])

/** One path or URL a line, and in the cell beside it one alternative text a line. */
function readMedia(cells: Cells): readonly Media[] | undefined {
  const alts = cells.get('alt')?.split(/\r?\n/) ?? []
  const sources = splitList(cells.get('media'), /\r?\n/)
  return sources?.map((source, place) => {
    const extension = /\.([a-z0-9]+)(?:[?#].*)?$/i.exec(source)?.[1]?.toLowerCase() ?? ''
    const kind = (Object.hasOwn(kinds, extension) ? kinds[extension] : undefined) ?? 'image'
    const from = /^https?:\/\//i.test(source) ? { url: source } : { path: source }
    return { kind, source: from, alt: alts[place] || undefined }
  })
}

function sourceOf({ source }: Media): string {
  if ('url' in source) return source.url
  return 'path' in source ? source.path : ''
}
