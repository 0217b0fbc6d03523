/** The states in which a post of the calendar still needs a worker or a person. */
export const openStates: readonly string[] = [
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'firing',
  'missed',
  'waiting',
]
