import { parseOptions } from '@tutti/core'
import { definePlugin, fitMedia, type MediaFitting, type PluginHost, pluginRef } from '@tutti/model'
import * as z from 'zod/mini'
import { fitImage } from './fit-image.ts'
import { readBytes } from './read-bytes.ts'
import { rememberLast } from './remember-last.ts'

/** Options of `fitImages`. */
export interface FitImagesOptions {
  /** How good JPEG and WebP shall look, 1 to 100; 85 when absent. It is lowered as far as a picture needs to. */
  readonly quality?: number | undefined
  /** A picture that says it has more pixels is not decoded; 100 million when absent. */
  readonly maxInputPixels?: number | undefined
  /** `false` switches the plugin off without taking it out of the list. */
  readonly enabled?: boolean | undefined
}

/** `tutti.fitImages` has no methods: it works by its hook. */
export type FitImagesApi = Record<never, never>

/** Names the plugin for plugins that depend on it. */
export const fitImagesRef = pluginRef<FitImagesApi>()('fitImages')

const schema = z.strictObject({
  quality: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  maxInputPixels: z.optional(z.int().check(z.positive())),
  enabled: z.optional(z.boolean()),
})

const defaultQuality = 85
const defaultMaxInputPixels = 100_000_000

/** A picture goes to many channels with the same limits: it is fitted once for all of them. */
const rememberedFits = 50

/**
 * Makes pictures fit what each channel takes: turned upright, scaled down, compressed, converted.
 * Says as a warning of the preview what it has changed. Never crops, never enlarges, and leaves
 * moving pictures alone. What can't be made to fit stays as it is, and its channel says why.
 * @throws InvalidInputError `invalid-options`
 */
export function fitImages(options: FitImagesOptions = {}) {
  const {
    quality = defaultQuality,
    maxInputPixels = defaultMaxInputPixels,
    enabled = true,
  } = parseOptions(schema, options, 'fitImages(options)')
  return definePlugin({
    ref: fitImagesRef,
    enabled,
    setup: (host): FitImagesApi => {
      host.use(fitMedia.use(createFitter(host, { quality, maxInputPixels })))
      return {}
    },
  })
}

function createFitter(host: PluginHost, how: { readonly quality: number; readonly maxInputPixels: number }) {
  const fitOnce = rememberLast(rememberedFits, async ({ media, limit }: MediaFitting) => {
    const fitted = await fitImage(media, limit, { ...how, read: async () => readBytes(await host.openMedia(media)) })
    if (!fitted) return undefined
    const { alt, fileName } = media
    const source = { blob: new Blob([fitted.bytes]) }
    return { kept: await host.keepMedia({ kind: 'image', source, alt, fileName }), message: fitted.message }
  })
  return async (fitting: MediaFitting): Promise<MediaFitting | undefined> => {
    const { media, limit, path, changes } = fitting
    if (media.kind !== 'image') return undefined
    const key = JSON.stringify([media.sha256, media.alt, media.fileName, limit])
    const fitted = await fitOnce(key, fitting)
    if (!fitted) return undefined
    const change = { code: 'image-fitted', message: fitted.message, path }
    return { ...fitting, media: fitted.kept, changes: [...changes, change] }
  }
}
