/** The columns of a file, in the order in which they are written. */
export const columns = [
  'id',
  'at',
  'disambiguation',
  'state',
  'channels',
  'text',
  'title',
  'link',
  'media',
  'alt',
  'contentWarning',
  'visibility',
  'languages',
  'firstComment',
  'campaign',
  'goal',
  'pillar',
  'more',
] as const

/** Read, and not written: a zone beside `at`, and what people note for themselves. */
const onlyRead = ['timeZone', 'note'] as const

/** The name of a column. */
export type Column = (typeof columns)[number] | (typeof onlyRead)[number]

/** One row by column; empty cells are absent. */
export type Cells = ReadonlyMap<Column, string>

const known: readonly Column[] = [...columns, ...onlyRead]

/** The column that a head names, whatever its case. */
export function columnOf(head: string): Column | undefined {
  const wanted = head.trim().toLowerCase()
  return known.find((column) => column.toLowerCase() === wanted)
}

/** All that there are, for a person. */
export const columnNames = known.join(', ')
