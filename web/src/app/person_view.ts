/** The people of a plan and their devices, as a user interface sees them. */
import {
  activeDevices,
  isOnTrial,
  signersNeeded,
  type CharterState,
  type Device,
  type Person,
} from '../core/charter/state';
import type { Statement } from '../core/charter/statement';
import type { DeviceView, PersonView } from './person_port';
import type { Reading } from './reading';

/** Whoever came back by twelve words has told this device no name: the plan knows it. */
export function ownName({ space, names }: Pick<Reading, 'space' | 'names'>): string {
  return space.me.name || (names.get(`person/${space.me.person}`) ?? '');
}

export function personView(reading: Reading, charter: CharterState, person: Person): PersonView {
  const { names, space } = reading;
  const { id, isConfirmed, confirmedBy, recovery, party } = person;
  const devices = activeDevices(charter).filter((device) => device.person === id);
  return {
    id,
    name: names.get(`person/${id}`) ?? '',
    confirmed: isConfirmed,
    devices: devices.map((device) => deviceView(reading, device)),
    hasWords: recovery !== undefined,
    isMe: id === space.me.person,
    confirmations: { given: confirmedBy.length, needed: signersNeeded(charter, party) },
    confirmedByMe: confirmedBy.includes(space.me.person),
  };
}

function deviceView(reading: Reading, device: Device): DeviceView {
  const { space, now } = reading;
  const came = space.log.history.find(({ statement: { body } }) => {
    if (body.type === 'join' || body.type === 'recover') {
      return body.device.signKey === device.signKey;
    }
    return false;
  });
  return {
    index: device.index,
    since: Number(came?.position.time ?? 0n),
    broughtBy: came ? bringerOf(reading, came.statement, device) : 0,
    isThis: device.index === space.me.device,
    trialEnds: isOnTrial(device, now) ? Number(device.trialUntil) : 0,
    isEnding: space.me.toEnd?.includes(device.index) ?? false,
  };
}

/** A link that somebody else made is an invitation; one's own has a device of one's own behind it. */
function bringerOf({ space, charter }: Reading, { body }: Statement, { person }: Device): number {
  if (body.type !== 'join') return 0;
  const invite = space.log.history.find(
    ({ statement: made }) => made.body.type === 'invite' && made.body.signKey === body.invitation,
  );
  const maker = invite?.statement.device ?? 0;
  return charter?.devices[maker - 1]?.person === person ? maker : 0;
}
