export { type AmbiguityChildOptions, runAmbiguityChild } from './ambiguity/run-ambiguity-child.ts'
export { runUploadChild } from './uploads/run-upload-child.ts'
