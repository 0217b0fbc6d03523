import { packageBuild } from '../../tools/tsup-preset.ts'

export default packageBuild({ entry: ['src/index.ts', 'src/main.ts'], platform: 'node' })
