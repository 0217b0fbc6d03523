// A process that publishes a video by way of the video service.
import { uploadVideo } from './upload-video.ts'

await uploadVideo((service) => ({ videoService: service }))
