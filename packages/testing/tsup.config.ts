import { packageBuild } from '../../tools/tsup-preset.ts'

export default packageBuild({ entry: ['src/index.ts', 'src/fakes.ts', 'src/child.ts', 'src/simulator.ts'] })
