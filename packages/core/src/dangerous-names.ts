const dangerousNames = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether assigning to a member of that name could change every object of the program. */
export function isDangerousName(name: string): boolean {
  return dangerousNames.has(name)
}
