/** Commands of several groups that found a plan together; each step survives a closed page. */
import { textOf, utf8, type Hex } from '../core/bytes';
import { setName, setText, textName } from '../core/plan/document';
import { keysFromStore, type DeviceKeys } from '../crypto/device_keys';
import {
  draftGenesis,
  genesisSaying,
  isUsualDraft,
  keepFounded,
  newPerson,
  type Draft,
  type Founder,
} from '../sync/found';
import { MAX_FOUNDERS } from '../core/charter/genesis';
import { dropEarlier, putKeys, putSaying, readKeys } from '../sync/records';
import {
  isSignatureOf,
  MAX_TOGETHER_NAME,
  readCode,
  spellDraft,
  spellOffer,
  spellSignature,
  type Code,
  type Proposed,
} from '../sync/together';
import { askServerInfo } from '../sync/transport';
import { forget, wrongName } from './people_commands';
import type { Commands, Outcome, TogetherView } from './port';
import { addSpace, done, editIn, refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

/** No id of a space: what is begun here is none yet. */
const PLACE = 'together';
const STATE = `s/${PLACE}/state`;

interface Kept {
  readonly server: string;
  readonly serverKey: Hex;
  readonly name: string;
  readonly party: string;
  readonly sector: number;
  readonly person: Hex;
  /** Codes of the others, as they came. */
  readonly offers: readonly string[];
  readonly draft?: string;
  /** Of whoever gathers. */
  readonly language?: string;
  /** Set once this group has signed. */
  readonly signature?: string;
  readonly isGatherer: boolean;
  readonly signatures: readonly string[];
}

interface Own {
  readonly kept: Kept;
  readonly keys: DeviceKeys;
}

const NONE: TogetherView = {
  ...{ step: 'none', title: '', parties: [], code: '', space: '', isGatherer: false },
};

export async function together(running: Running): Promise<Outcome<TogetherView>> {
  const own = await readOwn(running);
  return done(own ? viewOf(running, own) : NONE);
}

export async function togetherBegin(
  running: Running,
  ask: Ask<'togetherBegin'>,
): Promise<Outcome<TogetherView>> {
  const wrong = wrongName({ person: ask.person, party: ask.party });
  if (wrong) return refuse('bad-input', wrong);
  if (ask.party.length > MAX_TOGETHER_NAME) return refuse('bad-input', 'party');
  const before = await readOwn(running);
  if (before && viewOf(running, before).step !== 'done') return refuse('conflict');
  const server = ask.server.replace(/\/+$/, '');
  const info = await askServerInfo(server, running.seams);
  if (!info.ok) return refuse(info.error);
  const kept: Kept = {
    ...{ server, serverKey: info.value.serverKey, name: ask.person, party: ask.party },
    ...{ sector: ask.sector, person: newPerson(running.seams), offers: [], signatures: [] },
    isGatherer: false,
  };
  const keys = await running.newKeys();
  const written = await running.store.write([putKeys(PLACE, keys), putKept(kept)]);
  return written.ok ? together(running) : refuse('storage');
}

/** Whatever another group has shown: its offer, the draft of us all, or its signature. */
export async function togetherTake(
  running: Running,
  ask: Ask<'togetherTake'>,
): Promise<Outcome<TogetherView>> {
  const own = await readOwn(running);
  const code = readCode(ask.code);
  if (!own || !code) return refuse(own ? 'bad-link' : 'not-found');
  if (code.origin !== own.kept.server) return refuse('bad-link', 'server');
  const next = taken(own, code, ask.code.trim());
  if (!next.ok) return next;
  const written = await keep(running, { ...own, kept: next.value });
  return written.ok ? finishIfWhole(running) : written;
}

function taken({ kept, keys }: Own, code: Code, spelled: string): Outcome<Kept> {
  const draft = draftIn(kept);
  if (code.kind === 'offer') {
    const isKnown = code.founder.device.signKey === keys.signKey || kept.offers.includes(spelled);
    if (isKnown) return done(kept);
    if (draft) return refuse('conflict');
    if (kept.offers.length + 2 > MAX_FOUNDERS) return refuse('limit');
    return done({ ...kept, offers: [...kept.offers, spelled], isGatherer: true });
  }
  if (code.kind === 'draft') {
    if (draft && draft.draft.space === code.draft.space) return done(kept);
    if (kept.signature !== undefined) return refuse('conflict');
    // Another one, while this one is looked at, would be signed unseen.
    if (draft) return refuse('conflict');
    const isOurs = code.draft.genesis.serverKey === kept.serverKey && isUsualDraft(code.draft);
    if (!isOurs || !holdsOwn(kept, keys, code)) return refuse('bad-link', 'draft');
    return done({ ...kept, draft: spelled, isGatherer: false });
  }
  if (!draft || !isSignatureOf(code, draft.draft)) return refuse('bad-link', 'signature');
  if (code.key === keys.signKey || kept.signatures.includes(spelled)) return done(kept);
  return done({ ...kept, signatures: [...kept.signatures, spelled] });
}

/** My group as I offered it: its keys, its sector and its name. */
function holdsOwn(
  kept: Kept,
  { signKey, boxKey }: DeviceKeys,
  { draft, parties }: Proposed,
): boolean {
  return draft.genesis.parties.some(({ sector, person, device }, i) => {
    const isMine = device.signKey === signKey && device.boxKey === boxKey;
    return isMine && sector === kept.sector && person === kept.person && parties[i] === kept.party;
  });
}

/** Everybody is here: the draft is made of their offers, and mine is the first signature. */
export async function togetherPropose(
  running: Running,
  ask: Ask<'togetherPropose'>,
): Promise<Outcome<TogetherView>> {
  const own = await readOwn(running);
  if (!own) return refuse('not-found');
  const { kept, keys } = own;
  if (kept.draft !== undefined) return refuse('conflict');
  const title = ask.title.trim();
  if (wrongName({ title }) || title.length > MAX_TOGETHER_NAME) return refuse('bad-input', 'title');
  const offers = [ownOffer(own), ...kept.offers].flatMap((spelled) => offerIn(spelled) ?? []);
  const founders = offers.map(({ founder }) => founder);
  const parties = offers.map(({ party }) => party);
  const draft = draftGenesis(running.seams, kept.serverKey, founders);
  const spelled = spellDraft(kept.server, { draft, title, parties });
  const told = ask.language ? { language: ask.language } : {};
  const next = { ...kept, ...told, draft: spelled, isGatherer: true };
  const written = await keep(running, { kept: next, keys });
  return written.ok ? togetherSign(running) : written;
}

/** My group says yes to the beginning as it stands; the plan is kept before the yes is shown. */
export async function togetherSign(running: Running): Promise<Outcome<TogetherView>> {
  const own = await readOwn(running);
  const proposed = own && draftIn(own.kept);
  if (!proposed) return refuse('not-found');
  const { kept, keys } = own;
  const { draft, title } = proposed;
  if (kept.signature !== undefined) return together(running);
  const { server, serverKey, name, party } = kept;
  const who = { server, serverKey, name, party, planName: title };
  const signature = await keys.sign('statement', draft.statement);
  const signed = spellSignature(server, { space: draft.space, key: keys.signKey, signature });
  const note = putKept({ ...kept, signature: signed });
  const { store, seams } = running;
  const founded = await keepFounded(store, seams, draft, keys, who, undefined, note);
  if (!founded.ok) return refuse('storage');
  addSpace(running, founded.value);
  return finishIfWhole(running);
}

/** Nothing of it is left here; a plan that has begun meanwhile stays. */
export async function togetherCancel(running: Running): Promise<Outcome<null>> {
  const own = await readOwn(running);
  const space = own && draftIn(own.kept)?.draft.space;
  const begun = space === undefined ? undefined : running.spaces.get(space)?.space;
  const isOver = begun !== undefined && !begun.log.charter;
  const gone = isOver ? await forget(running, { space: begun.id }) : done(null);
  return gone.ok ? clear(running) : gone;
}

/** The gatherer founds when every group has signed; once more whenever that is asked for. */
async function finishIfWhole(running: Running): Promise<Outcome<TogetherView>> {
  const own = await readOwn(running);
  const proposed = own && draftIn(own.kept);
  const found = proposed && running.spaces.get(proposed.draft.space);
  if (!own || !proposed || !found) return together(running);
  const { draft, title } = proposed;
  const signatures = signaturesOf(own.kept, draft);
  if (own.kept.isGatherer && signatures && !found.space.log.charter) {
    const { space } = found;
    const saying = genesisSaying(draft, signatures);
    const written = await running.store.write([putSaying(space.id, saying)]);
    if (!written.ok) return refuse('storage');
    space.sayings = [saying, ...space.sayings.filter(({ type }) => type !== 'genesis')];
    await editIn(running, space.id, ({ doc }) => {
      setText(doc, textName('plan', 'title'), title);
      if (own.kept.language) setName(doc, 'language', own.kept.language);
      return undefined;
    });
    const met = await found.driver.meetNow();
    if (!met.ok) return refuse(met.error);
  }
  return together(running);
}

/** In the order of the genesis; undefined while one is missing. */
function signaturesOf({ signature, signatures }: Kept, draft: Draft): Uint8Array[] | undefined {
  const codes = [signature ?? '', ...signatures].flatMap((spelled) => readCode(spelled) ?? []);
  const all = draft.genesis.parties.flatMap(({ device }) => {
    const code = codes.find((one) => one.kind === 'signature' && one.key === device.signKey);
    return code?.kind === 'signature' ? [code.signature] : [];
  });
  return all.length === draft.genesis.parties.length ? all : undefined;
}

function viewOf(running: Running, own: Own): TogetherView {
  const { kept, keys } = own;
  const proposed = draftIn(kept);
  if (!proposed) {
    const offers = [ownOffer(own), ...kept.offers];
    const parties = offers.flatMap((spelled, i) => {
      const offer = offerIn(spelled);
      const seen = { name: offer?.party ?? '', sector: offer?.founder.sector ?? 0 };
      return offer ? [{ ...seen, isMe: i === 0, hasSigned: false }] : [];
    });
    return { ...NONE, step: 'gathering', parties, code: offers[0]!, isGatherer: kept.isGatherer };
  }
  const { draft, title, parties } = proposed;
  const isDone = running.spaces.get(draft.space)?.space.log.charter !== undefined;
  const signed = new Set(
    [kept.signature ?? '', ...kept.signatures].flatMap((spelled) => {
      const code = readCode(spelled);
      return code?.kind === 'signature' ? [code.key] : [];
    }),
  );
  const step = isDone ? 'done' : kept.signature === undefined ? 'asked' : 'signed';
  return {
    step,
    title,
    parties: draft.genesis.parties.map(({ sector, device }, i) => ({
      name: parties[i]!,
      sector,
      isMe: device.signKey === keys.signKey,
      hasSigned: signed.has(device.signKey),
    })),
    code: kept.isGatherer ? kept.draft! : (kept.signature ?? ''),
    space: draft.space,
    isGatherer: kept.isGatherer,
  };
}

function ownOffer({ kept, keys: { signKey, boxKey } }: Own): string {
  const { sector, person, party, server } = kept;
  const founder: Founder = { sector, person, device: { signKey, boxKey } };
  return spellOffer(server, { founder, party });
}

function offerIn(spelled: string): Extract<Code, { kind: 'offer' }> | undefined {
  const code = readCode(spelled);
  return code?.kind === 'offer' ? code : undefined;
}

function draftIn({ draft }: Kept): Proposed | undefined {
  const code = readCode(draft ?? '');
  return code?.kind === 'draft' ? code : undefined;
}

async function readOwn({ store }: Running): Promise<Own | undefined> {
  const value = await store.read(STATE);
  const keys = await readKeys(store, PLACE);
  // Written by putKept: its shape is ours.
  const kept = value && (JSON.parse(textOf(value) ?? 'null') as Kept);
  return kept && keys ? { kept, keys: keysFromStore(keys) } : undefined;
}

function putKept(kept: Kept): { key: string; value: Uint8Array } {
  return { key: STATE, value: utf8(JSON.stringify(kept)) };
}

async function keep({ store }: Running, { kept }: Own): Promise<Outcome<null>> {
  const written = await store.write([putKept(kept)]);
  return written.ok ? done(null) : refuse('storage');
}

async function clear({ store }: Running): Promise<Outcome<null>> {
  const drops = [...(await dropEarlier(store, PLACE, [])), { key: `s/${PLACE}/keys`, value: null }];
  const written = await store.write(drops);
  return written.ok ? done(null) : refuse('storage');
}
