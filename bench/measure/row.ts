/** One line of the table: what Tutti costs, what it may cost, and what others cost. */
export interface Row {
  readonly name: string
  readonly unit: '×' | 'ns' | 'µs' | 'ms' | 'KB' | '%' | 'refused'
  readonly ours: number
  readonly budget: { readonly atMost: number } | { readonly atLeast: number }
  /** Others in the same unit; a ratio has the same denominator as ours. */
  readonly peers?: Readonly<Record<string, number>>
  /** How it went as something grew, from the least to the most; drawn as a line. In `unit`s, or in what `of` says. */
  readonly course?: { readonly of: string; readonly values: readonly number[] }
  /**
   * How far over its budget a row may be before `--check` calls it a regression, as a share of the budget:
   * what runs of the same code differ by on a busy machine.
   */
  readonly tolerance: number
}

/** How far beyond its budget a row is, as a share of it; 0 or less when the budget is met. */
export function excess({ ours, budget }: Row): number {
  if ('atLeast' in budget) return 1 - ours / budget.atLeast
  // Nothing is a share of a budget of nothing.
  if (budget.atMost === 0) return ours === 0 ? 0 : Number.POSITIVE_INFINITY
  return ours / budget.atMost - 1
}
