/** SYNC2, SYNC3: one signed request, one whole answer. Knows HTTP and frames, not what they say. */
import { concat, textOf, unhex, utf8, u32, u64, type Hex } from '../core/bytes';
import { ERROR_NAMES, type ErrorName } from '../core/errors';
import { hash } from '../crypto/hash';
import type { DeviceKeys } from '../crypto/device_keys';
import { decodeFrames, encodeFrame, FrameType } from '../proto/frames';
import { decodeServerInfo, encodeAuth, type ServerInfo } from '../proto/sync';
import type { Seams } from './seams';

/** Why something did not go through: a server's word, no server, or words that do not fit. */
export type Trouble = ErrorName | 'offline' | 'misconduct';
export type Reached<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: Trouble;
      readonly retryAfterS?: number;
      readonly movedTo?: string;
    };

/** Who asks: an active device, or with device 0 the key of an invitation. */
export interface Caller {
  readonly space: Hex;
  readonly device: number;
  readonly keys: Pick<DeviceKeys, 'signKey' | 'sign'>;
}

export interface ServerLine {
  readonly origin: string;
  readonly serverKey: Hex;
  readonly seams: Seams;
  /** A browser reaches the server it came from, and no other. */
  readonly isElsewhere?: boolean;
  readonly home?: string | undefined;
  /** Seconds that the server's clock is ahead of ours, as the last reply told it. */
  offset: number;
}

const NONCE_BYTES = 16;
const TIMEOUT_MS = 60_000;
const SILENCE_MS = 30_000;
/** Far above what is asked for (SYNC6's budget, one leaf): more is not kept to be looked at. */
export const MAX_REPLY_BYTES = 8 * 1024 * 1024;
const HEADERS = { 'content-type': 'application/octet-stream' };

export function newLine(origin: string, serverKey: Hex, seams: Seams): ServerLine {
  return { origin, serverKey, seams, offset: 0 };
}

/** By the server's clock, in whole seconds, as statements and invitations have it. */
export function serverTime({ seams, offset }: ServerLine): bigint {
  return BigInt(Math.max(0, Math.floor(seams.now() + offset)));
}

export async function askServerInfo(origin: string, seams: Seams): Promise<Reached<ServerInfo>> {
  const answer = await send(seams, `${origin}/v1/server`, { method: 'GET' });
  if (!answer.ok) return answer;
  const bytes = await readAll(answer.value, seams);
  return bytes.ok ? decodeInfo(bytes.value) : bytes;
}

/** SYNC18: as it came. */
export async function askAbout(origin: string, seams: Seams): Promise<Reached<Uint8Array>> {
  const answer = await send(seams, `${origin}/v1/about`, { method: 'GET' });
  return answer.ok ? readAll(answer.value, seams) : answer;
}

/** `frames` are what follows Auth. The answer's body has not been read yet. */
export async function post(
  line: ServerLine,
  caller: Caller,
  path: string,
  frames: Uint8Array,
  signal?: AbortSignal,
): Promise<Reached<Response>> {
  const first = await postOnce(line, caller, path, frames, signal);
  if (first.ok || first.error !== 'stale-time') return first;
  return postOnce(line, caller, path, frames, signal); // the refusal told the server's time
}

export function postUnsigned(
  line: ServerLine,
  path: string,
  body: Uint8Array,
): Promise<Reached<Response>> {
  return send(
    line.seams,
    line.origin + path,
    { method: 'POST', headers: HEADERS, body: blob(body) },
    line,
  );
}

/** `offline` where the connection breaks in the middle, or nothing more comes. */
export async function readAll(
  response: Response,
  seams: Pick<Seams, 'after'>,
): Promise<Reached<Uint8Array>> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (reader) {
    const step = await readChunk(reader, seams, SILENCE_MS);
    if (!step.ok) return step;
    if (!step.value) break;
    chunks.push(step.value);
    size += step.value.length;
    if (size <= MAX_REPLY_BYTES) continue;
    void reader.cancel().catch(() => undefined);
    return { ok: false, error: 'malformed' };
  }
  return { ok: true, value: concat(...chunks) };
}

/** Undefined at the end. A line that is silent for too long is given up, and is `offline`. */
export async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  seams: Pick<Seams, 'after'>,
  silence: number,
): Promise<Reached<Uint8Array | undefined>> {
  let isSilent = false;
  const cancel = seams.after(silence, () => {
    isSilent = true;
    void reader.cancel().catch(() => undefined); // ends the reading below
  });
  const chunk = await reader.read().catch(() => undefined);
  cancel();
  if (!chunk || isSilent) return { ok: false, error: 'offline' };
  return { ok: true, value: chunk.done ? undefined : chunk.value };
}

async function postOnce(
  line: ServerLine,
  caller: Caller,
  path: string,
  frames: Uint8Array,
  signal?: AbortSignal,
): Promise<Reached<Response>> {
  const [route = path] = path.split('?');
  const auth = encodeFrame(FrameType.FRAME_AUTH, await signAuth(line, caller, route, frames));
  const request: RequestInit = {
    method: 'POST',
    headers: HEADERS,
    body: blob(concat(auth, frames)),
  };
  if (signal) request.signal = signal;
  return send(line.seams, line.origin + path, request, line);
}

async function signAuth(
  line: ServerLine,
  { space, device, keys }: Caller,
  route: string,
  frames: Uint8Array,
): Promise<Uint8Array> {
  const key = device === 0 ? keys.signKey : '';
  const time = serverTime(line);
  const nonce = line.seams.random(NONCE_BYTES);
  const preimage = concat(
    unhex(line.serverKey),
    unhex(space),
    u32(device),
    unhex(key),
    u64(time),
    nonce,
    hash('body', frames),
    utf8(`POST ${route}`),
  );
  const signature = await keys.sign('request', preimage);
  return encodeAuth({ space, device, key, time, nonce, signature });
}

async function send(
  seams: Seams,
  url: string,
  request: RequestInit,
  line?: ServerLine,
): Promise<Reached<Response>> {
  const stop = new AbortController();
  const cancel = seams.after(TIMEOUT_MS, () => stop.abort());
  request.signal?.addEventListener('abort', () => stop.abort());
  try {
    const response = await seams.fetch(url, { ...request, signal: stop.signal, cache: 'no-store' });
    if (response.ok) return { ok: true, value: response };
    return await readProblem(response, seams, line);
  } catch {
    return { ok: false, error: 'offline' }; // fetch throws where nobody answers
  } finally {
    cancel();
  }
}

/** RFC 9457. Anything else that is not our server's word counts as no connection. */
async function readProblem(
  response: Response,
  seams: Seams,
  line?: ServerLine,
): Promise<Reached<Response>> {
  const bytes = await readAll(response, seams);
  const problem = bytes.ok ? problemOf(textOf(bytes.value) ?? '') : {};
  const name = /^\/problems\/([a-z-]+)$/.exec(String(problem.type))?.[1];
  if (typeof problem.time === 'number' && line) line.offset = problem.time - line.seams.now();
  const error = ERROR_NAMES.find((known) => known === name && known !== 'ok');
  const retryAfterS = Number(response.headers.get('retry-after') ?? 0);
  return { ok: false, error: error ?? 'offline', retryAfterS };
}

function problemOf(text: string): { readonly type?: unknown; readonly time?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { type?: unknown; time?: unknown }; // each is looked at
  } catch {
    return {};
  }
}

function decodeInfo(bytes: Uint8Array): Reached<ServerInfo> {
  const frames = decodeFrames(bytes);
  const [frame] = frames.ok ? frames.value : [];
  if (frame?.type !== FrameType.FRAME_SERVER_INFO) return { ok: false, error: 'offline' };
  return decodeServerInfo(frame.payload);
}

function blob(bytes: Uint8Array): Blob {
  return new Blob([bytes as BlobPart]); // never shared memory
}
