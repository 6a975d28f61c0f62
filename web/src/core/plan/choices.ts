/** What can be chosen: the words of the model as they stand in the document. */

export const STATUSES = [
  'idea',
  'proposed',
  'agreed',
  'ongoing',
  'resting',
  'done',
  'dropped',
] as const;
export const ARENAS = ['board', 'laboratory', 'engine', 'outside'] as const;
export const MODES = ['together', 'each', 'some'] as const;
/** Lived experience stands beside a profession. */
export const RESOURCE_KINDS = [
  'time',
  'room',
  'equipment',
  'money',
  'skill',
  'network',
  'lived',
] as const;
/** Syv handlingsfelt for framdrift, and the one value that ships: the group names the others. */
export const FIELDS = [
  'equality',
  'goals',
  'communication',
  'anchoring',
  'facilitation',
  'resources',
  'complementarity',
] as const;
export const OPENNESS = 'openness';
/** Values that the group names itself: `value/1` … in the plan's names. */
export const NAMED_VALUES = ['value1', 'value2', 'value3'] as const;

/** Open questions on the sheet that a plan begins with: `sheet/1` … */
export const SHEET = 8;

/** 1 slett ikke … 5 helt; 0 vet ikke. */
export const SCORES = [0, 1, 2, 3, 4, 5] as const;
