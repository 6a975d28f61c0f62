/** A server's answer, taken apart to be changed and signed again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concat } from '../../../../web/src/core/bytes';
import { keysFromSeeds, type DeviceKeys } from '../../../../web/src/crypto/device_keys';
import { encodeFrame, FrameType, type Frame } from '../../../../web/src/proto/frames';
import {
  encodeAnswer,
  encodeEnd,
  encodeHead,
  encodeSignedHead,
} from '../../../../web/src/proto/sync';
import type { End, Head, StoredAnswer } from '../../../../web/src/proto/sync';
import { replyOf } from '../../../../web/src/sync/reply';

export interface Draft {
  head: Head | undefined;
  answers: StoredAnswer[];
  leaves: Frame[];
  end: End;
}

const SEED_BYTES = 32;

/** Whoever runs the server has the key that signs its heads. */
export function serverKeys(state: string): DeviceKeys {
  const seed = new Uint8Array(readFileSync(join(state, 'server.key'))).slice(0, SEED_BYTES);
  return keysFromSeeds(seed, seed);
}

export function draftOf(frames: readonly Frame[]): Draft {
  const reply = replyOf(frames);
  if (!reply.ok) throw new Error(`the server's answer does not decode: ${reply.error}`);
  const { head, answers, leaves, end } = reply.value;
  return { head: head?.head, answers: [...answers], leaves: [...leaves], end };
}

export async function encodeDraft(draft: Draft, keys: DeviceKeys): Promise<Uint8Array> {
  const head = draft.head ? [await signedHead(encodeHead(draft.head), keys)] : [];
  return concat(
    ...head,
    ...draft.answers.map((answer) => encodeFrame(FrameType.FRAME_RESULT, encodeAnswer(answer))),
    ...draft.leaves.map(({ type, payload }) => encodeFrame(type, payload)),
    encodeFrame(FrameType.FRAME_END, encodeEnd(draft.end)),
  );
}

/** As a frame; the bytes may be those of a head that no encoder of ours makes. */
export async function signedHead(bytes: Uint8Array, keys: DeviceKeys): Promise<Uint8Array> {
  const signature = await keys.sign('head', bytes);
  return encodeFrame(FrameType.FRAME_HEAD, encodeSignedHead(bytes, signature));
}
