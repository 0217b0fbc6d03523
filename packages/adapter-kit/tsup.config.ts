import { packageBuild } from '../../tools/tsup-preset.ts'

// `setup` is what is needed before the first request. The worker is started by its address, beside the file that starts it.
export default packageBuild({
  entry: { index: 'src/index.ts', setup: 'src/setup.ts', 'probe-worker': 'src/media/probe/probe-worker.ts' },
})
