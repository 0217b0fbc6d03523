// The shared preset; the project's name is the package's.
export { default } from '../../../tools/vitest-preset.ts'
