/**
 * CHARTER5: how a plan begins. One party can found it alone; several found it together,
 * each signing the same genesis, with one line of text passed between them for each step.
 */
import { hexOf, type Hex } from '../core/bytes';
import { ACT_ADMIT_PARTY, type FoundingParty, type Genesis } from '../core/charter/statement';
import { NO_HASH } from '../core/commit';
import type { Result } from '../core/errors';
import type { DeviceKeys } from '../crypto/device_keys';
import { hash } from '../crypto/hash';
import { decodeStatement, encodeStatement } from '../proto/charter';
import { encodeGenesis } from '../proto/charter_encode';
import { encodeSigned } from '../proto/signed';
import type { Change, Store } from '../store/store';
import { dropEarlier, putKeys, putMe, putSaying, type Me, type Saying } from './records';
import type { Seams } from './seams';
import { loadSpace, type Space } from './space';

export interface Founder {
  readonly sector: number;
  readonly person: Hex;
  readonly device: { readonly signKey: Hex; readonly boxKey: Hex };
}

export interface FoundPlan {
  readonly server: string;
  readonly serverKey: Hex;
  readonly planName: string;
}

export interface Draft {
  readonly space: Hex;
  readonly statement: Uint8Array;
  readonly genesis: Genesis;
}

const MIN_NOTICE_DAYS = 14;
const SECTORS = [1, 2, 3];
const PERSON_BYTES = 16;

export function newPerson(seams: Seams): Hex {
  return hexOf(seams.random(PERSON_BYTES));
}

/** The same bytes on every founder's device. */
export function draftGenesis(seams: Seams, serverKey: Hex, founders: readonly Founder[]): Draft {
  return draftOf(hexOf(seams.random(16)), serverKey, founders);
}

/** Nothing in it but what the founders bring, and how every plan begins. */
function draftOf(nonce: Hex, serverKey: Hex, founders: readonly Founder[]): Draft {
  const sectors = [...new Set([...SECTORS, ...founders.map((f) => f.sector)])].sort(
    (a, b) => a - b,
  );
  const parties: FoundingParty[] = founders.map((founder) => ({ ...founder, signerRule: 1 }));
  const body = encodeGenesis({
    ...{ nonce, serverKey, sectors, parties },
    rules: [{ act: ACT_ADMIT_PARTY, parties: 1, sectors: 1, noticeDays: MIN_NOTICE_DAYS }],
  });
  const place = { space: '', device: 0, counter: 0n, charterHead: '' };
  return readDraft(encodeStatement({ ...place, type: 'genesis', body }))!;
}

/** Whether a draft from somebody else begins as ours would, with these founders. */
export function isUsualDraft({ genesis, space }: Draft): boolean {
  const founders = genesis.parties.map(({ sector, person, device }) => ({
    sector,
    person,
    device,
  }));
  return draftOf(genesis.nonce, genesis.serverKey, founders).space === space;
}

export function readDraft(statement: Uint8Array): Draft | undefined {
  const signed = encodeSigned({ device: 0, seq: 0n, body: statement, signatures: [], payload: [] });
  const decoded = decodeStatement(signed, hash);
  if (!decoded.ok || decoded.value.statement.body.type !== 'genesis') return undefined;
  const genesis = decoded.value.statement.body;
  return { space: genesis.space, statement, genesis };
}

export function genesisSaying(draft: Draft, signatures: readonly Uint8Array[]): Saying {
  const head = { device: 0, seq: 0n, body: draft.statement, payload: [] };
  return { counter: 0, type: 'genesis', signed: encodeSigned({ ...head, signatures }) };
}

/** Durable before anything is sent: a plan whose founder forgot its keys is nobody's. */
export async function keepFounded(
  store: Store,
  seams: Seams,
  draft: Draft,
  keys: DeviceKeys,
  who: FoundPlan & { readonly name: string; readonly party: string },
  saying?: Saying,
  ...others: readonly Change[]
): Promise<Result<Space>> {
  const index = draft.genesis.parties.findIndex((p) => p.device.signKey === keys.signKey);
  const founder = draft.genesis.parties[index];
  if (!founder) return { ok: false, error: 'not-found' };
  const me = freshMe(who, { device: index + 1, person: founder.person, invitation: '' });
  const sayings = saying ? [putSaying(draft.space, saying)] : [];
  return keepSpace(store, seams, draft.space, me, keys, ...sayings, ...others);
}

export async function keepSpace(
  store: Store,
  seams: Seams,
  id: Hex,
  me: Me,
  keys: DeviceKeys,
  ...others: readonly Change[]
): Promise<Result<Space>> {
  const puts = [putKeys(id, keys), putMe(id, me), ...others];
  // In one step with what stood there: no crash leaves a plan between two memberships.
  const drops = await dropEarlier(
    store,
    id,
    puts.map(({ key }) => key),
  );
  const written = await store.write([...drops, ...puts]);
  if (!written.ok) return written;
  const space = await loadSpace(store, seams, id);
  return space ? { ok: true, value: space } : { ok: false, error: 'io' };
}

export function freshMe(
  who: FoundPlan & { readonly name: string; readonly party: string },
  place: Pick<Me, 'device' | 'person' | 'invitation'>,
): Me {
  const { server, serverKey, name, party, planName } = who;
  const start = { counter: 0, seq: 0, core: NO_HASH, session: 0, nextEdit: 1 };
  const rest = { isGreeted: false, head: null, planName };
  return { server, serverKey, name, party, ...place, ...start, ...rest };
}
