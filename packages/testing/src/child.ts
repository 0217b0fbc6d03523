export { type AmbiguityChildOptions, runAmbiguityChild } from './ambiguity/run-ambiguity-child.ts'
