import { decodeEntities } from './entities.ts'

const patterns = {
  alt: /\salt\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i,
  class: /\sclass\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i,
  href: /\shref\s?=\s?(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i,
}

/** The value of an attribute of a tag, without its character references. */
export function readAttribute(tag: string, name: keyof typeof patterns): string | undefined {
  // As servers write it; the patterns read every other spelling.
  const usual = ` ${name}="`
  const start = tag.indexOf(usual) + usual.length
  const end = start < usual.length ? -1 : tag.indexOf('"', start)
  if (end !== -1) {
    return decodeEntities(tag.slice(start, end))
  }
  const found = patterns[name].exec(tag)
  const value = found?.[1] ?? found?.[2] ?? found?.[3]
  return value === undefined ? undefined : decodeEntities(value)
}
