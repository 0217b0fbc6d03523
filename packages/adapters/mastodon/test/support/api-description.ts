import type { RecordedRequest } from '@tutti/testing'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { readShared } from './shared-folder.ts'

interface ApiOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: unknown }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

interface ApiDescription {
  readonly $id?: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

/** Holds requests and answers against the platform's own description of its API. */
export interface ApiChecker {
  /** What is wrong with a request; nothing when it fits. */
  checkRequest(request: RecordedRequest): readonly string[]
  checkAnswer(request: RecordedRequest, status: number, body: unknown): readonly string[]
}

/** Reads the description. Costs about half a second. */
export function createApiChecker(): ApiChecker {
  // "One of" a text, media and poll, or one of two forms of a quote: the schemas overlap, and what
  // fits two of them is refused. The description's own words mean "any of".
  const text = JSON.stringify(readShared('specs/mastodon/schema.json')).replaceAll('"oneOf":', '"anyOf":')
  const description: ApiDescription = JSON.parse(text)
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateSchema: false,
    unicodeRegExp: false,
    discriminator: false,
    logger: false,
  })
  formats.default(ajv)
  ajv.addSchema({ ...description, $id: 'api' }, 'api')
  const compiled = new Map<string, ValidateFunction>()
  const problemsOf = (pointer: readonly string[], value: unknown): readonly string[] => {
    const $ref = `api#/${pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
    const validate = compiled.get($ref) ?? ajv.compile({ $ref })
    compiled.set($ref, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }

  /** The operation of a request; the path with the most literal steps wins. */
  const find = ({ method, path }: RecordedRequest) => {
    const steps = path.split('/')
    const candidates = Object.keys(description.paths).filter((template) => {
      const parts = template.split('/')
      return (
        parts.length === steps.length && parts.every((part, index) => part.startsWith('{') || part === steps[index])
      )
    })
    const [template] = candidates.sort((one, other) => one.split('{').length - other.split('{').length)
    const operation = template === undefined ? undefined : description.paths[template]?.[method.toLowerCase()]
    if (template === undefined || !operation) throw new Error(`the API has no ${method} ${path}`)
    return { template, operation, pointer: ['paths', template, method.toLowerCase()] }
  }

  return {
    checkRequest(request) {
      const { operation, pointer } = find(request)
      const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name)
      const unknown = [...request.query.keys()].filter((name) => !known.includes(name.replace(/\[\]$/, '')))
      const problems = unknown.map((name) => `query ${name} is not known`)
      if (!request.headers['content-type']?.includes('json') || request.body === '') return problems
      const content = [...pointer, 'requestBody', 'content', 'application/json', 'schema']
      return [...problems, ...problemsOf(content, JSON.parse(request.body))]
    },
    checkAnswer(request, status, body) {
      const { operation, pointer } = find(request)
      const schema = operation.responses[status]?.content?.['application/json']
      if (!operation.responses[status]) return [`status ${status} is not known`]
      return schema
        ? problemsOf([...pointer, 'responses', String(status), 'content', 'application/json', 'schema'], body)
        : []
    },
  }
}
