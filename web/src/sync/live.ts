/** `POST /v1/live`: one long answer with a reply at every news; a poll where streams do not pass. */
import { concat } from '../core/bytes';
import { FrameType, takeFrame, type Frame } from '../proto/frames';
import { callerOf } from './caller';
import { isUnbrought } from './moving';
import { requestFrame } from './contact';
import { replyOf, takeReply, type Taken } from './reply';
import type { Seams } from './seams';
import type { Space } from './space';
import { MAX_REPLY_BYTES, post, readChunk, type Reached, type ServerLine } from './transport';

const SILENCE_MS = 60_000; // a quiet server says so every 25 s
/** More leave no time for what a person asks of this device: such a stream is let go for a while. */
export const MAX_REPLIES_PER_S = 32;

/** Ends when the stream does. `onNews` is called after what came has been taken over. */
export async function follow(
  space: Space,
  line: ServerLine,
  isPoll: boolean,
  signal: AbortSignal,
  onNews: (taken: Taken) => void,
): Promise<Reached<null>> {
  const path = isPoll ? '/v1/live?poll=1' : '/v1/live';
  const from = space.log.frontier.size;
  const response = await post(line, callerOf(space), path, requestFrame(space), signal);
  if (!response.ok) return response;
  const reader = response.value.body?.getReader();
  if (!reader) return { ok: false, error: 'offline' };
  try {
    return await takeAll(space, unhurried(replies(reader, line.seams), line.seams), from, onNews);
  } finally {
    void reader.cancel().catch(() => undefined); // whatever it ended by, nothing more is read
  }
}

async function takeAll(
  space: Space,
  all: AsyncGenerator<Reached<Frame[]>, void>,
  from: number,
  onNews: (taken: Taken) => void,
): Promise<Reached<null>> {
  for await (const frames of all) {
    const reply = frames.ok ? replyOf(frames.value) : frames;
    if (!reply.ok) return reply;
    const taken = await takeReply(space, reply.value, from);
    if (!taken.ok) return taken;
    if (reply.value.head) {
      from = Number(reply.value.end.next);
      onNews(taken.value);
    }
    if (isUnbrought(space)) return { ok: true, value: null };
  }
  return { ok: true, value: null };
}

async function* unhurried(
  all: AsyncGenerator<Reached<Frame[]>, void>,
  { monotonic }: Pick<Seams, 'monotonic'>,
): AsyncGenerator<Reached<Frame[]>, void> {
  let second = 0;
  let count = 0;
  for await (const frames of all) {
    const now = Math.floor(monotonic() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    yield count > MAX_REPLIES_PER_S ? { ok: false, error: 'busy' } : frames;
  }
}

/** Frames up to each End. */
async function* replies(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  seams: Pick<Seams, 'after'>,
): AsyncGenerator<Reached<Frame[]>, void> {
  let rest: Uint8Array = new Uint8Array();
  let open: Frame[] = [];
  let size = 0; // since the last End
  for (;;) {
    const chunk = await readChunk(reader, seams, SILENCE_MS);
    if (!chunk.ok) {
      yield chunk;
      return;
    }
    if (!chunk.value) return;
    rest = concat(rest, chunk.value);
    size += chunk.value.length;
    for (;;) {
      const step = takeFrame(rest);
      if (!step.ok) {
        yield step;
        return;
      }
      if (!step.value) break;
      open.push(step.value.frame);
      rest = rest.subarray(step.value.size);
      if (step.value.frame.type !== FrameType.FRAME_END) continue;
      yield { ok: true, value: open };
      open = [];
      size = rest.length;
    }
    if (size <= MAX_REPLY_BYTES) continue;
    yield { ok: false, error: 'malformed' };
    return;
  }
}
