/** The people of a plan and their devices, as a user interface sees them. */
import {
  activeDevices,
  isOnTrial,
  signersNeeded,
  type CharterState,
  type Device,
  type Person,
} from '../core/charter/state';
import type { DeviceView, PersonView } from './person_port';
import type { Reading } from './reading';

/** Whoever came back by twelve words has told this device no name: the plan knows it. */
export function ownName({ space, names }: Reading): string {
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

function deviceView({ space, now }: Reading, device: Device): DeviceView {
  const came = space.log.history.find(({ statement: { body } }) => {
    if (body.type === 'join' || body.type === 'recover') {
      return body.device.signKey === device.signKey;
    }
    return false;
  });
  return {
    index: device.index,
    since: Number(came?.position.time ?? 0n),
    isThis: device.index === space.me.device,
    trialEnds: isOnTrial(device, now) ? Number(device.trialUntil) : 0,
  };
}
