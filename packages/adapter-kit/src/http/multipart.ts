import type { ByteSource, FormPart } from '@tutti/model'

/** A multipart body: its type, its exact length, and a way to open it as often as it is sent. */
export interface MultipartBody {
  readonly contentType: string
  readonly byteLength: number
  open(): ReadableStream<Uint8Array>
}

const encoder = new TextEncoder()

/** Puts a form together without reading its files: they are opened one after another as the body is sent. */
export function buildMultipart(parts: readonly FormPart[]): MultipartBody {
  const boundary = `tutti-${crypto.randomUUID()}`
  const pieces: (Uint8Array | ByteSource)[] = []
  let byteLength = 0
  for (const part of parts) {
    const content = 'source' in part ? part.source : encoder.encode(part.value)
    const head = encoder.encode(`--${boundary}\r\n${describePart(part)}\r\n\r\n`)
    pieces.push(head, content, encoder.encode('\r\n'))
    byteLength += head.byteLength + content.byteLength + 2
  }
  const end = encoder.encode(`--${boundary}--\r\n`)
  pieces.push(end)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    byteLength: byteLength + end.byteLength,
    open: () => concatenate(pieces),
  }
}

function describePart(part: FormPart): string {
  const disposition = `Content-Disposition: form-data; name="${escapeName(part.name)}"`
  if (!('source' in part)) {
    return disposition
  }
  const { fileName, source } = part
  return `${disposition}; filename="${escapeName(fileName)}"\r\nContent-Type: ${source.mimeType.replace(/[\r\n]/g, '')}`
}

/** As browsers do: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data, read 2026-11-22. */
function escapeName(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}

function concatenate(pieces: readonly (Uint8Array | ByteSource)[]): ReadableStream<Uint8Array> {
  let next = 0
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        if (reader) {
          const { done, value } = await reader.read()
          if (!done) {
            controller.enqueue(value)
            return
          }
          reader = undefined
        }
        const piece = pieces[next]
        next += 1
        if (piece === undefined) {
          controller.close()
          return
        }
        if (piece instanceof Uint8Array) {
          controller.enqueue(piece)
          return
        }
        reader = (await piece.open()).getReader()
      }
    },
    cancel: (reason) => reader?.cancel(reason),
  })
}
