/** CHARTER28, CHARTER29: twelve words on paper, and the device that they bring back. */
import type { Rule } from './apply';
import { awaitRekey } from './keys';
import {
  addDevice,
  areKeysNew,
  checkWholeKeys,
  hasRoom,
  hasIndexFor,
  putPerson,
  takeKeys,
} from './pool';
import {
  activeDevices,
  deviceOf,
  recoveriesOf,
  TRIAL_S,
  type CharterState,
  type Person,
} from './state';
import type { Recover, SetRecovery } from './statement';

/** One's own words are one's own business: whoever writes may have some, confirmed or not. */
export const setRecovery: Rule<SetRecovery> = (draft, { position, statement }) => {
  const { signKey, boxKey, tag, keys, replaces } = statement.body;
  const person = draft.persons.get(deviceOf(draft, statement.device)!.person)!;
  const sealed = checkWholeKeys(draft, keys, boxKey);
  if (sealed !== 'ok') return sealed;
  if (!areKeysNew(draft, statement.body)) return 'conflict';
  if (replaces !== (person.recovery?.signKey ?? '')) return 'conflict';
  if (replaces === '' && !hasRoom(draft, position.time)) return 'limit';
  putPerson(draft, { ...person, recovery: { signKey, boxKey, tag } });
  takeKeys(draft, statement.body);
  if (replaces !== '') awaitRekey(draft); // the words before have read along
  return 'ok';
};

export const recover: Rule<Recover> = (draft, { position, statement }) => {
  const { recovery, device } = statement.body;
  const found = recoveriesOf(draft).find((one) => one.recovery.signKey === recovery);
  if (!found) return 'not-found';
  if (!areKeysNew(draft, device)) return 'conflict';
  const { person } = found;
  if (!hasRoom(draft, position.time) || !hasIndexFor(draft, person)) return 'limit';
  // Whoever finds the paper is seen before it signs.
  const hasOther = activeDevices(draft).some((other) => other.person === person.id);
  const trial = hasOther ? { trialUntil: position.time + TRIAL_S } : {};
  addDevice(draft, device, person, trial);
  return 'ok';
};

/** Whether there were any: whoever holds such words has read along. */
export function dropRecoveries(draft: CharterState, isOver: (person: Person) => boolean): boolean {
  const over = recoveriesOf(draft).filter(({ person }) => isOver(person));
  const persons = new Map(draft.persons);
  for (const { person } of over) {
    persons.set(person.id, { ...person, recovery: undefined });
  }
  draft.persons = persons;
  return over.length > 0;
}
