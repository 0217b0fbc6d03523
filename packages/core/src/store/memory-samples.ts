import type { SampleStore, StoredSample } from '@tutti/model'
import { compareText, type MemoryState } from './memory-state.ts'

/** Append-only series, in memory. Values are kept as JSON text, as documents are. */
export class MemorySamples implements SampleStore {
  readonly #series = new Map<string, { readonly at: number; readonly text: string }[]>()
  readonly #state: MemoryState

  constructor(state: MemoryState) {
    this.#state = state
  }

  async append(series: string, samples: readonly StoredSample[]): Promise<void> {
    this.#state.assertOpen()
    if (samples.length === 0) return
    const added = samples.map(({ at, value }) => ({ at, text: JSON.stringify(value) }))
    const stored = [...(this.#series.get(series) ?? []), ...added]
    // Stable: samples of the same instant keep the order in which they came.
    this.#series.set(
      series,
      stored.sort((a, b) => a.at - b.at),
    )
  }

  async read(
    series: string,
    {
      from = Number.NEGATIVE_INFINITY,
      to = Number.POSITIVE_INFINITY,
      limit = 1000,
    }: { from?: number | undefined; to?: number | undefined; limit?: number | undefined } = {},
  ): Promise<readonly StoredSample[]> {
    this.#state.assertOpen()
    return (this.#series.get(series) ?? [])
      .filter(({ at }) => at >= from && at < to)
      .slice(0, limit)
      .map(({ at, text }) => ({ at, value: JSON.parse(text) }))
  }

  async listSeries(prefix = ''): Promise<readonly string[]> {
    this.#state.assertOpen()
    return [...this.#series.keys()].filter((name) => name.startsWith(prefix)).sort(compareText)
  }
}
