/**
 * Several parties found a plan together, with one line of text passed between their homes at
 * each step: each makes an offer, one proposes, each signs the same bytes, one finishes.
 */
import { base64urlOf, bytesOfBase64url, hexOf, textOf, unhex, utf8 } from '../src/core/bytes';
import { verify } from '../src/crypto/verify';
import { editIn, addSpace } from '../src/app/running';
import { keysFromSeeds, type DeviceKeys } from '../src/crypto/device_keys';
import { setText, textName } from '../src/core/plan/document';
import {
  draftGenesis,
  genesisSaying,
  keepFounded,
  newPerson,
  readDraft,
  readLine,
  spellLine,
  type Draft,
  type Founder,
} from '../src/sync/found';
import { putSaying } from '../src/sync/records';
import { askServerInfo } from '../src/sync/transport';
import { required, sectorOf, UsageError, type Arguments } from './arguments';
import type { Command } from './commands';
import type { Home } from './home';
import { print, Refused, valueOf } from './results';

const STEPS = ['offer', 'propose', 'sign', 'finish'] as const;
const OWN = 'ceremony/own';
const DRAFT = 'ceremony/draft';

interface Own {
  readonly server: string;
  readonly serverKey: string;
  readonly name: string;
  readonly party: string;
  readonly sector: number;
  readonly person: string;
  readonly sign: string;
  readonly box: string;
}

export function isCeremony({ command, options }: Arguments): boolean {
  return command === 'found' && STEPS.some((step) => options.has(step));
}

export const found: Command = (home, args) => {
  const step = STEPS.find((name) => args.options.has(name))!;
  return { offer, propose, sign, finish }[step](home, args);
};

async function offer({ store, seams }: Home, args: Arguments): Promise<void> {
  const server = required(args, 'server').replace(/\/+$/, '');
  const info = await askServerInfo(server, seams);
  if (!info.ok) throw new Refused(info.error);
  const [sign, box] = [seams.random(32), seams.random(32)];
  const own: Own = {
    server,
    serverKey: info.value.serverKey,
    name: required(args, 'person'),
    party: required(args, 'party'),
    sector: sectorOf(required(args, 'sector')),
    person: newPerson(seams),
    sign: hexOf(sign),
    box: hexOf(box),
  };
  await keep(store, OWN, JSON.stringify(own));
  const { signKey, boxKey } = keysFromSeeds(sign, box);
  const { sector, person, serverKey } = own;
  print({ offer: spellLine('offer', { sector, person, signKey, boxKey, server, serverKey }) });
}

/** `--propose OFFER…`: the first offer is the option's value, the others are places. */
async function propose({ store, seams }: Home, args: Arguments): Promise<void> {
  const own = await readOwn(store);
  const founders = [required(args, 'propose'), ...args.places].map((line) => readOffer(line, own));
  const { server, serverKey } = own;
  const draft = draftGenesis(seams, serverKey, founders);
  const statement = base64urlOf(draft.statement);
  print({
    draft: spellLine('draft', { statement, title: required(args, 'title'), server, serverKey }),
  });
}

async function sign({ store, seams, app }: Home, args: Arguments): Promise<void> {
  const line = required(args, 'sign');
  const { draft, title } = openDraft(line);
  const own = await readOwn(store);
  const keys = ownKeys(own);
  const who = { ...own, planName: title };
  const kept = await keepFounded(store, seams, draft, keys, who);
  if (!kept.ok) throw new Refused(kept.error, 'this home is not among the founders');
  await keep(store, DRAFT, line);
  addSpace(app.running, kept.value);
  const signature = base64urlOf(await keys.sign('statement', draft.statement));
  print({
    space: draft.space,
    signature: spellLine('signature', { key: keys.signKey, signature }),
  });
}

async function finish({ store, app, port }: Home, args: Arguments): Promise<void> {
  const kept = await store.read(DRAFT);
  if (!kept) throw new UsageError('--finish is for a home that has signed');
  const { draft, title } = openDraft(textOf(kept) ?? '');
  const lines = [required(args, 'finish'), ...args.places].map((line) =>
    readSignature(line, draft),
  );
  const signatures = draft.genesis.parties.map(({ device }) => {
    const found = lines.find(({ key }) => key === device.signKey);
    if (!found) throw new UsageError('a signature is missing: every founder signs');
    return found.signature;
  });
  const running = app.running.spaces.get(draft.space)!;
  const saying = genesisSaying(draft, signatures);
  running.space.sayings = [saying, ...running.space.sayings];
  await store.write([putSaying(draft.space, saying)]);
  valueOf(
    await editIn(app.running, draft.space, (space) => {
      setText(space.doc, textName('plan', 'title'), title);
      return undefined;
    }),
  );
  valueOf(await port.run('sync', { space: draft.space }));
  print({ space: draft.space });
}

function readOffer(line: string, own: Own): Founder {
  const parts = readLine('offer', line);
  if (parts?.get('serverKey') !== own.serverKey)
    throw new UsageError('an OFFER is damaged, or for another server');
  const text = (name: string): string => String(parts.get(name));
  const device = { signKey: text('signKey'), boxKey: text('boxKey') };
  return { sector: Number(parts.get('sector')), person: text('person'), device };
}

function openDraft(line: string): { draft: Draft; title: string } {
  const parts = readLine('draft', line);
  const bytes = bytesOfBase64url(String(parts?.get('statement')));
  const draft = bytes && readDraft(bytes);
  if (!parts || !draft) throw new UsageError('the DRAFT is damaged');
  return { draft, title: String(parts.get('title')) };
}

function readSignature(line: string, draft: Draft): { key: string; signature: Uint8Array } {
  const parts = readLine('signature', line);
  const key = String(parts?.get('key'));
  const signature = bytesOfBase64url(String(parts?.get('signature')));
  const isKnown = draft.genesis.parties.some(({ device }) => device.signKey === key);
  if (!signature || !isKnown || !verify('statement', unhex(key), draft.statement, signature)) {
    throw new UsageError('a SIGNATURE is damaged, or for another draft');
  }
  return { key, signature };
}

async function keep(store: Home['store'], key: string, text: string): Promise<void> {
  const written = await store.write([{ key, value: utf8(text) }]);
  if (!written.ok) throw new Refused('storage');
}

async function readOwn(store: Home['store']): Promise<Own> {
  const kept = await store.read(OWN);
  if (!kept) throw new UsageError('this home has made no offer: found --offer first');
  return JSON.parse(textOf(kept) ?? '') as Own; // written by `offer` above
}

function ownKeys(own: Own): DeviceKeys {
  return keysFromSeeds(unhex(own.sign), unhex(own.box));
}
