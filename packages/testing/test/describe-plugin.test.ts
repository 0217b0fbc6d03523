import { describePlugin } from '../src/index.ts'
import { counter } from './counter-plugin.ts'

describePlugin({
  create: (more) => counter({ ...more }),
  exercise: ({ api }) => api.add(),
  inspect: ({ api }) => api.read(),
})
