import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { findShared } from '../../../../../tools/shared-folder.ts'
import { createConverter, type Lexicon } from './lexicon-schemas.ts'

/** The forms of texts. Source: https://atproto.com/specs/lexicon, read 2026-11-22. */
const formats: Readonly<Record<string, RegExp>> = {
  'at-identifier': /^(did:[a-z]+:[a-zA-Z0-9._:%-]+|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+)$/,
  'at-uri': /^at:\/\/[^/]+(\/[a-zA-Z0-9.-]+(\/[a-zA-Z0-9._~:@!$&')(*+,;=%-]+)?)?$/,
  cid: /^[a-zA-Z0-9+=]{8,256}$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)$/,
  did: /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/,
  handle: /^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+$/,
  language: /^(i|[a-z]{2,3})(-[a-zA-Z0-9]+)*$/,
  nsid: /^[a-zA-Z]([a-zA-Z0-9.-])+\.[a-zA-Z][a-zA-Z0-9]*$/,
  'record-key': /^[a-zA-Z0-9_~.:-]{1,512}$/,
  tid: /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/,
  uri: /^[a-z][a-z0-9+.-]*:(\/\/)?[^\s/]\S*$/i,
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Checks values against Bluesky's own lexicons. */
export interface Lexicons {
  /** What is wrong with a value by one definition, such as `app.bsky.feed.post#main`; empty when it fits. */
  findProblems(definition: string, value: unknown): readonly string[]
  has(definition: string): boolean
}

/** The lexicons, strict for what we write, open for what platforms answer. `undefined` where they are not there. */
export function readLexicons(mode: 'written' | 'answered'): Lexicons | undefined {
  const folder = findShared('specs', 'bluesky', 'lexicons')
  if (!folder) return undefined
  const ajv = new Ajv({ allErrors: true, strict: false })
  for (const [name, form] of Object.entries(formats)) ajv.addFormat(name, form)
  ajv.addKeyword({
    keyword: 'maxUtf8Bytes',
    type: 'string',
    validate: (maximum: number, text: string) => Buffer.byteLength(text) <= maximum,
  })
  ajv.addKeyword({
    keyword: 'maxGraphemes',
    type: 'string',
    validate: (maximum: number, text: string) => [...segmenter.segment(text)].length <= maximum,
  })
  const known = new Set<string>()
  for (const file of globSync('**/*.json', { cwd: folder })) {
    const lexicon = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Lexicon
    addLexicon(ajv, lexicon, mode === 'written', known)
  }
  const validators = new Map<string, ValidateFunction>()
  return {
    has: (definition) => known.has(definition),
    findProblems(definition, value) {
      const validate = validators.get(definition) ?? ajv.compile({ $ref: definition })
      validators.set(definition, validate)
      validate(value)
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${definition}${instancePath} ${message} ${JSON.stringify(params)}`,
      )
    },
  }
}

/** Each type under `<lexicon>#<name>`; of methods what goes in and comes out, as `#input`, `#parameters`, `#output`. */
function addLexicon(ajv: Ajv, { id, defs }: Lexicon, strict: boolean, known: Set<string>): void {
  const convert = createConverter(id, strict)
  const add = (name: string, schema: object) => {
    ajv.addSchema(schema, `${id}#${name}`)
    known.add(`${id}#${name}`)
  }
  for (const [name, type] of Object.entries(defs)) {
    if (type.type === 'query' || type.type === 'procedure') {
      if (type.input?.schema) add('input', convert(type.input.schema))
      if (type.parameters) add('parameters', convert(type.parameters))
      if (type.output?.schema) add('output', convert(type.output.schema))
    } else if (type.type !== 'subscription' && type.type !== 'permission-set') add(name, convert(type))
  }
}
