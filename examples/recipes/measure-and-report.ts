// Numbers over time, as a report. What a platform does not give is missing, never 0.
import { createTutti } from '@tutti/core'
import { reporter } from '@tutti/reporter'
import { openPractice } from './practice.ts'

const practice = await openPractice()
const tutti = await createTutti({ channels: practice.channels, plugins: [reporter()] })
try {
  const { deliveries } = await tutti.publish({ text: 'Lemon cake, from Saturday.' })
  await tutti.reporter.collect()
  const post = deliveries.sky.parts[0]?.ref
  if (post === undefined) throw new Error(`not published: ${deliveries.sky.state}`)
  practice.like('ada.test', post)
  await tutti.reporter.collect()
  console.log(await tutti.reporter.markdown({ title: 'Lemon cake' }))
} finally {
  await tutti.close()
  await practice.close()
}
