import { isDeep } from './is-deep.ts'
import { rowHashOf } from './judge-row.ts'
import { errorOf, type ReadRow } from './row.ts'

const tooDeep = errorOf(undefined, 'it is nested deeper than any post', 'Take away what does not belong to it.')

/** A row with the id that it has in the calendar. */
export interface NamedRow extends ReadRow {
  readonly id?: string | undefined
  readonly rowHash: string
}

/** Gives each row its id: its own, or one that follows from what it says, so that the same file has the same ids. */
export function createRowNames() {
  const rowOf = new Map<string, number>()
  return {
    async give(read: ReadRow): Promise<NamedRow> {
      const { row, value, issues } = read
      if (!value || issues.length > 0) return { ...read, rowHash: '' }
      if (isDeep(value)) return { ...read, rowHash: '', issues: [tooDeep] }
      const rowHash = value.kind === 'post' ? await rowHashOf(value) : ''
      if (value.id !== undefined) {
        const first = rowOf.get(`${value.kind} ${value.id}`)
        rowOf.set(`${value.kind} ${value.id}`, first ?? row)
        if (first === undefined) return { ...read, id: value.id, rowHash }
        const twice = errorOf('id', `row ${first} has the same id`, 'Give each row an id of its own, or none.')
        return { ...read, id: value.id, rowHash, issues: [twice] }
      }
      const name = `row.${rowHash.slice(0, 32)}`
      for (let copy = 1; ; copy += 1) {
        const id = copy === 1 ? name : `${name}.${copy}`
        if (rowOf.has(`post ${id}`)) continue
        rowOf.set(`post ${id}`, row)
        return { ...read, id, rowHash }
      }
    },
  }
}
