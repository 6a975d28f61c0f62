/** WIRE1: `u32 length · u8 type · payload`, the one framing of bodies, streams and files. */
import { FrameType } from '../../../build/gen/ts/envelope_pb';
import { concat, readU32, u32, u8 } from '../core/bytes';
import type { Result } from '../core/errors';
import { accept, refuse } from './strict';

export { FrameType };

export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
const HEADER_BYTES = 5;

export interface Frame {
  readonly type: FrameType;
  readonly payload: Uint8Array;
}

export function encodeFrame(type: FrameType, payload: Uint8Array): Uint8Array {
  return concat(u32(payload.length), u8(type), payload);
}

export function decodeFrames(bytes: Uint8Array): Result<Frame[]> {
  const frames: Frame[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const step = takeFrame(rest);
    if (!step.ok) return step;
    if (!step.value) return refuse('malformed');
    frames.push(step.value.frame);
    rest = rest.subarray(step.value.size);
  }
  return accept(frames);
}

/** The first frame of a stream, or undefined where it has not arrived whole. */
export function takeFrame(
  bytes: Uint8Array,
): Result<{ readonly frame: Frame; readonly size: number } | undefined> {
  if (bytes.length < HEADER_BYTES) return accept(undefined);
  const length = readU32(bytes, 0);
  if (length > MAX_FRAME_BYTES) return refuse('too-large');
  const type = bytes[4] as FrameType; // looked up in the next line
  if (type === FrameType.FRAME_NONE || !(type in FrameType)) return refuse('malformed');
  const size = HEADER_BYTES + length;
  if (bytes.length < size) return accept(undefined);
  return accept({ frame: { type, payload: bytes.subarray(HEADER_BYTES, size) }, size });
}
