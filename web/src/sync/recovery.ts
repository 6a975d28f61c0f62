/** CHARTER29, SYNC12: how somebody who has nothing but twelve words comes back. */
import { hexOf, type Hex } from '../core/bytes';
import type { CharterState } from '../core/charter/state';
import type { Result } from '../core/errors';
import type { DeviceKeys } from '../crypto/device_keys';
import { locatorOf } from '../crypto/recovery';
import { recoveryKeys, type Entropy } from '../crypto/recovery_keys';
import { encodeStatement } from '../proto/charter';
import { encodeRecover } from '../proto/charter_encode';
import { decodeFrames, encodeFrame, FrameType } from '../proto/frames';
import { encodeSigned } from '../proto/signed';
import { decodeLocated, encodeLocate } from '../proto/sync';
import type { Change, Store } from '../store/store';
import { fetchCharter, movedFrom } from './enrol';
import { freshMe, keepSpace } from './found';
import { putSaying, type Saying } from './records';
import type { Space } from './space';
import { postUnsigned, readAll, type Reached, type ServerLine } from './transport';

/** The server's word only: each space is looked at before anything is said in it. */
export async function locate(line: ServerLine, entropy: Entropy): Promise<Reached<readonly Hex[]>> {
  const frame = encodeFrame(FrameType.FRAME_LOCATE, encodeLocate(locatorOf(entropy)));
  const response = await postUnsigned(line, '/v1/recovery', frame);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  const frames = bytes.ok ? decodeFrames(bytes.value) : bytes;
  if (!frames.ok) return frames;
  const [located] = frames.value;
  if (located?.type !== FrameType.FRAME_LOCATED || frames.value.length !== 1) {
    return { ok: false, error: 'misconduct' };
  }
  return decodeLocated(located.payload);
}

/** What the words open in a space, as its charter has it. */
export interface Opened {
  readonly charter: CharterState;
  readonly person: Hex;
}

/** `not-found` where they are nobody's there. Nothing is kept, and nothing said. */
export async function openByWords(
  line: ServerLine,
  id: Hex,
  entropy: Entropy,
): Promise<Reached<Opened>> {
  const keys = recoveryKeys(id, entropy);
  const fetched = await fetchCharter(line, { space: id, device: 0, keys });
  if (!fetched.ok) return fetched;
  const { charter } = fetched.value;
  const moved = movedFrom(line, charter);
  if (moved) return moved;
  const person = [...charter.persons.values()].find(
    (known) => known.recovery?.signKey === keys.signKey,
  );
  if (!person) return { ok: false, error: 'not-found' };
  return { ok: true, value: { charter, person: person.id } };
}

/** Its keys, and what asks for entrance, are durable before anything is said. */
export async function enrolByWords(
  store: Store,
  line: ServerLine,
  id: Hex,
  entropy: Entropy,
  { charter, person }: Opened,
  keys: DeviceKeys,
  left: readonly Change[] = [],
): Promise<Result<Space>> {
  const who = { server: line.origin, serverKey: charter.server.key, name: '', party: '' };
  const place = { device: 0, person, invitation: '' };
  const me = freshMe({ ...who, planName: '' }, place);
  const signed = await signRecover(id, charter.head, recoveryKeys(id, entropy), keys);
  const saying: Saying = { counter: 0, type: 'recover', signed };
  // Its name is known to the plan: nobody is greeted anew.
  const own = { ...me, words: hexOf(entropy), isGreeted: true };
  return keepSpace(store, line.seams, id, own, keys, putSaying(id, saying), ...left);
}

async function signRecover(
  space: Hex,
  charterHead: Hex,
  recovery: DeviceKeys,
  { signKey, boxKey, ...keys }: DeviceKeys,
): Promise<Uint8Array> {
  const body = encodeStatement({
    ...{ space, device: 0, counter: 0n, charterHead, type: 'recover' },
    body: encodeRecover({ recovery: recovery.signKey, device: { signKey, boxKey } }),
  });
  const signatures = [await recovery.sign('statement', body), await keys.sign('statement', body)];
  return encodeSigned({ device: 0, seq: 0n, body, signatures, payload: [] });
}
