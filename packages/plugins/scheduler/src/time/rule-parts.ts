import { InvalidInputError } from '@tutti/model'

/** Parts of RFC 5545, section 3.3.10, with what each may hold. Seconds, and every-minute rules, would flood a channel. */
const parts: Readonly<Record<string, (value: string) => boolean>> = {
  FREQ: (value) => ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'].includes(value),
  INTERVAL: (value) => isWithin(value, 1, 1000),
  COUNT: (value) => isWithin(value, 1, 100_000),
  UNTIL: (value) => /^\d{8}(T\d{6}Z?)?$/.test(value),
  BYMINUTE: eachWithin(0, 59),
  BYHOUR: eachWithin(0, 23),
  BYDAY: (value) => value.split(',').every((day) => /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/.test(day)),
  BYMONTHDAY: eachWithin(1, 31, 'signed'),
  BYYEARDAY: eachWithin(1, 366, 'signed'),
  BYWEEKNO: eachWithin(1, 53, 'signed'),
  BYMONTH: eachWithin(1, 12),
  BYSETPOS: eachWithin(1, 366, 'signed'),
  WKST: (value) => /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value),
}

/** Where a part may only stand with some frequencies. */
const onlyWith: Readonly<Record<string, readonly string[]>> = {
  BYWEEKNO: ['YEARLY'],
  BYYEARDAY: ['YEARLY', 'HOURLY'],
  BYMONTHDAY: ['YEARLY', 'MONTHLY', 'DAILY', 'HOURLY'],
}

/** A refusal that names the rule. */
export function refuseRule(rule: string, why: string, cause?: unknown): never {
  const message = `rule: "${rule}" ${why}`
  throw new InvalidInputError({ code: 'recurrence-invalid', message, path: 'rule', cause })
}

/**
 * Reads `FREQ=WEEKLY;BYDAY=MO,TH`, with or without `RRULE:` before it.
 * @throws InvalidInputError `recurrence-invalid` for unknown, repeated or contradicting parts
 */
export function readRuleParts(rule: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const part of rule
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')) {
    const [, name = '', value = ''] =
      /^([A-Z]+)=(.+)$/.exec(part) ?? refuseRule(rule, `has a part that is none: "${part}"`)
    const fits = Object.hasOwn(parts, name) ? parts[name] : undefined
    if (!fits) return refuseRule(rule, `has a part that is not known here: ${name}`)
    if (found.has(name)) return refuseRule(rule, `has ${name} twice`)
    if (!fits(value)) return refuseRule(rule, `has a value that ${name} can't have: ${value}`)
    found.set(name, value)
  }
  const frequency = found.get('FREQ') ?? refuseRule(rule, 'lacks FREQ')
  if (found.has('COUNT') && found.has('UNTIL')) return refuseRule(rule, 'has both COUNT and UNTIL')
  for (const [name, allowed] of Object.entries(onlyWith)) {
    if (found.has(name) && !allowed.includes(frequency)) return refuseRule(rule, `can't have ${name} with ${frequency}`)
  }
  if (/\d/.test(found.get('BYDAY') ?? '') && !['YEARLY', 'MONTHLY'].includes(frequency)) {
    return refuseRule(rule, `can't count days of the week with ${frequency}`)
  }
  return found
}

function isWithin(value: string, least: number, most: number): boolean {
  return /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most
}

function eachWithin(least: number, most: number, signed?: 'signed'): (value: string) => boolean {
  return (list) => list.split(',').every((value) => isWithin(signed ? value.replace(/^[+-]/, '') : value, least, most))
}
