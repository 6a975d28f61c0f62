/** SYNC17, as the server double answers it. */
import type { Hex } from '../../core/bytes';
import { encodeFrame, FrameType, type Frame } from '../../proto/frames';
import { decodeFindSlip, encodeFoundSlip } from '../../proto/slip';

export function slipAnswer([frame]: readonly Frame[], known: readonly Hex[]): Response {
  const prefix = frame && decodeFindSlip(frame.payload);
  if (!prefix?.ok) return refusal('malformed', 400);
  const spaces = known.filter((id) => id !== '' && id.startsWith(prefix.value));
  if (spaces.length === 0) return refusal('not-found', 404);
  const found = encodeFrame(FrameType.FRAME_FOUND_SLIP, encodeFoundSlip(spaces));
  return new Response(found as Uint8Array<ArrayBuffer>);
}

const refusal = (name: string, status: number): Response =>
  new Response(JSON.stringify({ type: `/problems/${name}` }), { status });
