// A worker that does nothing but follow the series in its store, on the clock that its process was given.
// Usage: following-series.ts JOB, as JSON.
import { createSeriesClient } from '../time/series-client.ts'

await createSeriesClient(JSON.parse(process.argv[2] ?? ''), { work: true })
process.send?.('ready')
