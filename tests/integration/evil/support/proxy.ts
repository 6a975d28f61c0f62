/**
 * The evil server: in front of the real one, on the same wire. It passes everything on, and lies
 * where a test tells it to: by an answer of its own, or by another one than the real server gave.
 * It has the real server's key, so what it says is signed as the truth is.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { utf8 } from '../../../../web/src/core/bytes';
import type { DeviceKeys } from '../../../../web/src/crypto/device_keys';
import { decodeFrames, FrameType, type Frame } from '../../../../web/src/proto/frames';
import { decodeAuth, decodeSyncRequest, type Auth } from '../../../../web/src/proto/sync';
import { draftOf, encodeDraft, type Draft } from './draft';

/** What somebody asked for. */
export interface Asked {
  /** As it was asked for. */
  readonly url: string;
  readonly path: string; // without its query
  readonly auth: Auth | undefined;
  readonly cursor: number;
  readonly answersOnly: boolean;
  /** Statements and commits. */
  readonly brought: readonly Frame[];
  readonly body: Uint8Array;
}

/** `hold`: never answered. */
export type Lie = Uint8Array | 'hold' | undefined;

export interface EvilServer {
  readonly url: string;
  readonly keys: DeviceKeys;
  /** Every request, in its order. */
  readonly heard: Asked[];
  /** Answers in the real server's place, where it answers anything. */
  instead: (asked: Asked) => Promise<Lie> | Lie;
  /** Changes what the real server said. */
  change: (draft: Draft, asked: Asked) => void;
  /** Served in the place of the application's own worker, where there is any. */
  worker: string | undefined;
  /** Tells the truth from now on. */
  repent(): void;
  end(): Promise<void>;
}

const SIGNED = ['/v1/sync', '/v1/charter', '/v1/live'];

export async function evilServer(real: string, keys: DeviceKeys): Promise<EvilServer> {
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy()); // as when a line is cut
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const evil: EvilServer = {
    url: `http://127.0.0.1:${port}`,
    keys,
    heard: [],
    instead: () => undefined,
    change: () => undefined,
    worker: undefined,
    repent: () => {
      evil.instead = () => undefined;
      evil.change = () => undefined;
      for (const response of held) response.destroy();
      held.clear();
    },
    end: () => close(server),
  };
  return evil;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = readAsked(request.url ?? '/', await bodyOf(request));
    evil.heard.push(asked);
    const lie = await evil.instead(asked);
    const isWorker = evil.worker !== undefined && asked.path.includes('app.worker');
    if (isWorker) send(response, 200, { 'content-type': 'text/javascript' }, utf8(evil.worker!));
    else if (lie === 'hold') held.add(response);
    else if (lie) send(response, 200, { 'content-type': 'application/octet-stream' }, lie);
    else await passOn(request, asked, response);
  }

  async function passOn(
    request: IncomingMessage,
    asked: Asked,
    response: ServerResponse,
  ): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const body = method === 'POST' ? { body: asked.body as BodyInit } : {};
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const headers = headersOf(request);
    const told = await fetch(real + url, { method, headers, ...body, signal: gone.signal });
    const isLive = asked.path === '/v1/live' && told.ok;
    if (isLive) await pipe(told, response);
    else send(response, told.status, plain(told.headers), await changed(told, asked));
  }

  async function changed(told: Response, asked: Asked): Promise<Uint8Array> {
    const bytes = new Uint8Array(await told.arrayBuffer());
    if (!told.ok || !SIGNED.includes(asked.path)) return bytes;
    const frames = decodeFrames(bytes);
    if (!frames.ok) return bytes;
    const draft = draftOf(frames.value);
    evil.change(draft, asked);
    return encodeDraft(draft, keys);
  }
}

function readAsked(url: string, body: Uint8Array): Asked {
  const path = url.split('?')[0]!;
  const frames = path.startsWith('/v1/') ? decodeFrames(body) : undefined;
  const all = frames?.ok ? frames.value : [];
  const of = (type: FrameType): Frame | undefined => all.find((frame) => frame.type === type);
  const auth = of(FrameType.FRAME_AUTH);
  const request = of(FrameType.FRAME_SYNC_REQUEST);
  const who = auth && decodeAuth(auth.payload);
  const what = request && decodeSyncRequest(request.payload);
  return {
    url,
    path,
    auth: who?.ok ? who.value : undefined,
    cursor: what?.ok ? Number(what.value.cursor) : 0,
    answersOnly: what?.ok ? what.value.answersOnly : false,
    brought: all.filter(
      ({ type }) => type === FrameType.FRAME_STATEMENT || type === FrameType.FRAME_COMMIT,
    ),
    body,
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
  return new Uint8Array(Buffer.concat(chunks));
}

/** Uncompressed, so that it can be read. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept = ['content-type', 'accept', 'cache-control', 'if-none-match'];
  const found = kept.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : []));
  return {
    ...(Object.fromEntries(found) as Record<string, string>),
    'accept-encoding': 'identity',
  };
}

function plain(headers: Headers): Record<string, string> {
  const dropped = [
    'content-length',
    'content-encoding',
    'transfer-encoding',
    'connection',
    'keep-alive',
  ];
  return Object.fromEntries([...headers].filter(([name]) => !dropped.includes(name)));
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Uint8Array,
): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function pipe(told: Response, response: ServerResponse): Promise<void> {
  response.writeHead(told.status, plain(told.headers));
  response.flushHeaders();
  const reader = told.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    response.write(value);
  }
  response.end();
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
