// A process that uploads files within forms, as Mastodon takes them.
import { runUploadChild } from '@tutti/testing/child'
import { openFile, sampleHttp, uploadRequest } from './sample-http.ts'

await runUploadChild(async (file, baseUrl) => {
  const source = await openFile(file)
  const multipart = [
    { name: 'file', source, fileName: 'film.mp4' },
    { name: 'description', value: 'A film' },
  ]
  await sampleHttp(baseUrl).request({ ...uploadRequest, multipart })
})
