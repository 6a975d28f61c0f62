/** SYNC17: which plans a slip's address may mean. */
import type { Hex } from '../core/bytes';
import { decodeFrames, encodeFrame, FrameType } from '../proto/frames';
import { decodeFoundSlip, encodeFindSlip } from '../proto/slip';
import { postUnsigned, readAll, type Reached, type ServerLine } from './transport';

/** The server's word only: whoever has the code tries it in each. `not-found` where there is none. */
export async function findSlip(
  line: ServerLine,
  prefix: Uint8Array,
): Promise<Reached<readonly Hex[]>> {
  const frame = encodeFrame(FrameType.FRAME_FIND_SLIP, encodeFindSlip(prefix));
  const response = await postUnsigned(line, '/v1/slip', frame);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  const frames = bytes.ok ? decodeFrames(bytes.value) : bytes;
  if (!frames.ok) return frames;
  const [found] = frames.value;
  if (found?.type !== FrameType.FRAME_FOUND_SLIP || frames.value.length !== 1) {
    return { ok: false, error: 'misconduct' };
  }
  return decodeFoundSlip(found.payload);
}
