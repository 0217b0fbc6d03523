// A process that uploads files as the bodies of requests, as Bluesky takes them.
import { runUploadChild } from '@tutti/testing/child'
import { openFile, sampleHttp, uploadRequest } from './sample-http.ts'

await runUploadChild(async (file, baseUrl) => {
  await sampleHttp(baseUrl).request({ ...uploadRequest, body: await openFile(file) })
})
