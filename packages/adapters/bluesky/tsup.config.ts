import { packageBuildWithZod } from '../../../tools/tsup-preset.ts'

export default packageBuildWithZod()
