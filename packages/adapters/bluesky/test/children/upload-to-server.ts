// A process that publishes a video by way of the account's own server.
import { uploadVideo } from './upload-video.ts'

await uploadVideo(() => ({}))
