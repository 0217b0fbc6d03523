import { image } from '@tutti/core'
import { describePlugin, samplePng } from '@tutti/testing'
import { fitImages } from '../src/index.ts'

describePlugin({
  name: '@tutti/media-sharp',
  create: (more) => fitImages({ ...more }),
  exercise: ({ client }) =>
    client.prepare({ text: 'Look', media: [image(new Blob([samplePng()]), { alt: 'A square' })] }),
})
