import { packageBuild } from '../../tools/tsup-preset.ts'

// The worker is started by its address, beside the file that starts it.
export default packageBuild({ entry: { index: 'src/index.ts', 'probe-worker': 'src/media/probe/probe-worker.ts' } })
