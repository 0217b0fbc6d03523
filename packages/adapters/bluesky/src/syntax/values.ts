const maxDatetimeLength = 64
const datetime = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const cid = /^[a-zA-Z0-9+=]{8,256}$/
const maxUriLength = 8192
const uri = /^[a-z][a-z0-9+.-]{0,80}:[\x21-\x7e]+$/i

/**
 * Whether a text is a point in time as records hold it: ISO 8601 with a time zone (`2026-11-25T09:00:00.000Z`), a date that
 * exists, not before the year 0, and not `-00:00`.
 *
 * Source: https://atproto.com/specs/lexicon#datetime, read 2026-11-25.
 */
export function isDatetime(text: string): boolean {
  if (text.length > maxDatetimeLength || text.endsWith('-00:00')) return false
  const [, year, month, day] = datetime.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined) return false
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return exists && Date.parse(text) >= Date.parse('0000-01-01T00:00:00Z')
}

/**
 * Whether a text has the form of a CID, the hash by which a record or a blob is named, in any of its alphabets. Whether it
 * is a right one is not checked. The old form that begins with `Qm` is none.
 *
 * Source: https://atproto.com/specs/data-model#link-and-cid-formats, read 2026-11-25.
 */
export function isCid(text: string): boolean {
  return cid.test(text) && !text.startsWith('Qm')
}

/**
 * Whether a text has the form of a URI of any scheme, in ASCII: what a link may lead to.
 *
 * Source: https://atproto.com/specs/lexicon#uri, read 2026-11-25.
 */
export function isUri(text: string): boolean {
  return text.length <= maxUriLength && uri.test(text)
}
