import { http, type RequestHandler } from 'msw'
import { mediaEntity } from './entities.ts'
import type { FakeMastodonMedia } from './ledger.ts'
import { nextId } from './ledger.ts'
import { answering, type FakeServer, Refusal } from './server.ts'

/** Uploads. Images are ready at once, videos after a while where the settings say so. */
export function mediaHandlers(server: FakeServer): RequestHandler[] {
  const { ledger, tools, settings } = server
  return [
    http.post(
      '*/api/v2/media',
      answering(server, async ({ request, viewer, view }) => {
        const { file, description } = await readUpload(request)
        const isImage = file.type.startsWith('image/')
        if (!settings.mimeTypes.includes(file.type)) {
          throw new Refusal(422, 'Validation failed: File content type is invalid, File is invalid')
        }
        const maxBytes = isImage ? settings.imageBytes : settings.videoBytes
        if (file.size > maxBytes) {
          throw new Refusal(422, `Validation failed: File file size must be less than ${maxBytes / 1024 / 1024} MB`)
        }
        if (description !== undefined && [...description].length > settings.maxDescription) {
          throw new Refusal(
            422,
            `Validation failed: Description is too long (maximum is ${settings.maxDescription} characters)`,
          )
        }
        const media: FakeMastodonMedia = {
          id: nextId(tools),
          accountId: viewer.id,
          mimeType: file.type,
          byteLength: file.size,
          description,
          ...(await pngSize(file)),
          readyAt: view.nowMs + (isImage ? 0 : settings.videoProcessingMs),
        }
        ledger.media.push(media)
        return Response.json(mediaEntity(media, view), { status: isReady(media, view.nowMs) ? 200 : 202 })
      }),
    ),
    http.get(
      '*/api/v1/media/:id',
      answering(server, ({ params, viewer, view }) => {
        const media = ledger.media.find(({ id, accountId }) => id === params.id && accountId === viewer.id)
        if (!media) throw new Refusal(404, 'Record not found')
        return Response.json(mediaEntity(media, view), { status: isReady(media, view.nowMs) ? 200 : 206 })
      }),
    ),
  ]
}

const isReady = ({ readyAt }: FakeMastodonMedia, nowMs: number) => nowMs >= readyAt

async function readUpload(
  request: Request,
): Promise<{ readonly file: File; readonly description: string | undefined }> {
  const form = await request.formData().catch(() => undefined)
  const file = form?.get('file')
  const description = form?.get('description')
  if (!(file instanceof File)) throw new Refusal(422, "Validation failed: File can't be blank")
  return { file, description: typeof description === 'string' ? description : undefined }
}

/** Width and height as the header of a PNG says them. */
async function pngSize(file: File) {
  if (file.type !== 'image/png' || file.size < 24) return { width: undefined, height: undefined }
  const header = new DataView(await file.slice(0, 24).arrayBuffer())
  return { width: header.getUint32(16), height: header.getUint32(20) }
}
