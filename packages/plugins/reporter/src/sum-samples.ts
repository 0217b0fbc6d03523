import { InvalidInputError, type MetricSample } from '@tutti/model'

/** A sum of comparable numbers, with what it leaves out. */
export interface MetricSum {
  readonly value: number
  /** How many numbers were missing and are not in the sum. */
  readonly missingCount: number
}

/** Windows of two samples are the same stretch of time. */
function sameWindow(one: MetricSample, other: MetricSample): boolean {
  return JSON.stringify(one.window) === JSON.stringify(other.window)
}

/**
 * Adds numbers of the same metric, unit and window.
 * @throws InvalidInputError `metrics-incompatible` for numbers that mean different things
 */
export function sumSamples(samples: readonly MetricSample[]): MetricSum {
  const [first] = samples
  let value = 0
  let missingCount = 0
  for (const [index, sample] of samples.entries()) {
    if (first && (sample.metric !== first.metric || sample.unit !== first.unit || !sameWindow(sample, first))) {
      throw new InvalidInputError({
        code: 'metrics-incompatible',
        message: `${sample.metric} (${sample.unit}, ${sample.window.kind}) can't be added to ${first.metric} (${first.unit}, ${first.window.kind})`,
        path: `samples[${index}]`,
      })
    }
    if (sample.value === undefined) missingCount += 1
    else value += sample.value
  }
  return { value, missingCount }
}
