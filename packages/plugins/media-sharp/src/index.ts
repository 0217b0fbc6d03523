export { type FitImagesApi, type FitImagesOptions, fitImages, fitImagesRef } from './fit-images.ts'
